import { Column, Entity, Index, Unique } from 'typeorm';
import { Id, Reference, Time } from '../../platform/database/columns.ts';
import { App } from '../apps/app.entity.ts';
import { User } from '../users/user.entity.ts';

/** A person let an App act for them, wherever both it and they are. It goes when the person takes that back. (EX-6) */
@Entity('application_authorizations')
@Unique(['userId', 'appId'])
export class ApplicationAuthorization {
  @Id() id: number;
  @Reference(() => App, { onDelete: 'CASCADE' }) appId: number;
  @Reference(() => User) userId: number;
  @Time() createdAt: Date;
}

/** What the App exchanges for a token, once, within ten minutes. Of the code there is only its hash. (AP-7) */
@Entity('application_authorization_codes')
@Index(['authorizationId', 'createdAt'])
@Index(['expiresAt'])
export class ApplicationAuthorizationCode {
  @Id() id: number;
  @Reference(() => ApplicationAuthorization, { onDelete: 'CASCADE' }) authorizationId: number;
  @Column('bytea', { unique: true }) codeHash: Buffer;
  /** Where the browser was sent with it. */
  @Column('text') redirectUri: string;
  /** SHA-256 of the verifier, base64url (RFC 7636); null where the App proves who it is by a secret alone. */
  @Column('text', { nullable: true }) codeChallenge: string | null;
  @Time() createdAt: Date;
  @Time() expiresAt: Date;
  @Time({ nullable: true }) redeemedAt: Date | null;
}
