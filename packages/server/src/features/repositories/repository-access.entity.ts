import { Entity, Index } from 'typeorm';
import { Choice, Reference } from '../../platform/database/columns.ts';
import { User } from '../users/user.entity.ts';
import { Repository } from './repository.entity.ts';

/** What one person may do in one repository, beside what the organization gives every member. */
@Entity('repository_accesses')
@Index(['userId'])
export class RepositoryAccess {
  @Reference(() => Repository, { primary: true, onDelete: 'CASCADE' }) repositoryId: number;
  @Reference(() => User, { primary: true, onDelete: 'CASCADE' }) userId: number;
  @Choice(['READ', 'WRITE', 'ADMIN']) level: 'READ' | 'WRITE' | 'ADMIN';
}
