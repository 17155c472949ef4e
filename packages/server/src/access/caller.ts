import type { Database } from '../platform/database/database.ts';
import type { Viewer } from './viewer.ts';

/** What the operator decided and a use case has to know. */
export type Settings = Readonly<{
  publicUrl: string;
  /** The folder of the bare repositories. */
  gitRoot: string;
  /** New organizations have fine-grained tokens from the start. (PO-3) */
  optInByDefault: boolean;
  /** Demonstration accounts can sign in. (SN-6) */
  demonstration: boolean;
  /** Webhooks may be sent to addresses of this machine and its network. */
  webhookAllowPrivate: boolean;
  /** What must be read back is stored under it: 32 bytes. */
  encryptionKey: Buffer;
}>;

/** What every use case is given: who asks, the database, the moment it was asked, and the operator's settings. */
export type Caller = Readonly<{
  viewer: Viewer;
  database: Database;
  now: Date;
  /** The moment again, for what has to be later than a lock that was waited for. */
  clock: () => Date;
  settings: Settings;
}>;
