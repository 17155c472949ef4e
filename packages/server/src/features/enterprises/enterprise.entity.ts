import { Column, Entity } from 'typeorm';
import { Id, Reference, Time } from '../../platform/database/columns.ts';
import { User } from '../users/user.entity.ts';

@Entity('enterprises')
export class Enterprise {
  @Id() id: number;
  @Column('text', { unique: true }) slug: string;
  @Column('text') name: string;
  @Time() createdAt: Date;
}

@Entity('enterprise_owners')
export class EnterpriseOwner {
  @Reference(() => Enterprise, { primary: true }) enterpriseId: number;
  @Reference(() => User, { primary: true }) userId: number;
}
