import { Client } from 'pg';
import type { Log } from '../telemetry/log.ts';

const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

type LastingConnectionOptions = {
  url: string;
  name: string;
  log: Log;
  /** Sets up what a session holds (what it listens to, its locks); called again for each new connection. */
  prepare: (client: Client) => Promise<void>;
};

export type LastingConnection = {
  /** Null while the database is away. */
  current(): Client | null;
  stop(): Promise<void>;
};

/** A connection outside the pool for what lives as long as a session does. Made anew, with growing delays, when it breaks; throws when the first try fails. */
export async function keepConnected({ url, name, log, prepare }: LastingConnectionOptions): Promise<LastingConnection> {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let delay = FIRST_DELAY;
  let stopped = false;

  async function connect(): Promise<void> {
    const fresh = new Client({
      connectionString: url,
      application_name: name,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    fresh.on('error', (error) => log.warn({ err: error, connection: name }, 'A database connection was lost'));
    try {
      await fresh.connect();
      await prepare(fresh);
    } catch (error) {
      await fresh.end().catch(() => {});
      throw error;
    }
    if (stopped) return fresh.end();
    client = fresh;
    delay = FIRST_DELAY;
    fresh.once('end', () => {
      client = null;
      connectLater();
    });
  }

  function connectLater(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      connect().catch((error: unknown) => {
        log.warn({ err: error, connection: name }, 'The database cannot be reached yet');
        connectLater();
      });
    }, delay);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }

  await connect();
  return {
    current: () => client,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
