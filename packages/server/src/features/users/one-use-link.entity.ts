import { Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { EmailAddress } from './email-address.entity.ts';

const LINK_PURPOSES = ['VERIFY_EMAIL', 'RESET_PASSWORD'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** That somebody asked for a link to an address. Asked for again, or used, it is deleted, and its secrets with it. */
@Entity('one_use_links')
@Unique(['emailAddressId', 'purpose'])
export class OneUseLink {
  @Id() id: number;
  @Reference(() => EmailAddress, { onDelete: 'CASCADE' }) emailAddressId: number;
  @Choice(LINK_PURPOSES) purpose: LinkPurpose;
  @Time() askedAt: Date;
}

/** What a mail carried: made when it was sent, so that no job holds it, and one for each try. The first that is used ends them all. */
@Entity('one_use_secrets')
@Index(['linkId'])
export class OneUseSecret {
  /** SHA-256 of 256 random bits. */
  @PrimaryColumn('bytea') secretHash: Buffer;
  @Reference(() => OneUseLink, { onDelete: 'CASCADE' }) linkId: number;
  @Time() expiresAt: Date;
}
