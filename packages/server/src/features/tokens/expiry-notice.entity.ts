import { Check, Entity, PrimaryColumn } from 'typeorm';
import { Reference, Time } from '../../platform/database/columns.ts';
import { Token } from './token.entity.ts';

/** That the user of a token was told of this end of it, so many days before; 0: that it has come. The key is what makes it once. (ML-3) */
@Entity('expiry_notices')
@Check('expiry_notices_days_before_check', 'days_before IN (0, 1, 7, 30)')
export class ExpiryNotice {
  @Reference(() => Token, { primary: true, onDelete: 'CASCADE' }) tokenId: number;
  /** A regenerated token ends at another time, and is another matter. */
  @Time({ primary: true }) expiresAt: Date;
  @PrimaryColumn('integer') daysBefore: number;
}
