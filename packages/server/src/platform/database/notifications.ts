import type { Notification } from 'pg';
import type { Log } from '../telemetry/log.ts';
import type { Tx } from './database.ts';
import { keepConnected } from './lasting-connection.ts';

type Listener = (payload: unknown) => void;

export type Notifications = {
  /** Calls `listener` with each payload; returns what ends that. Nothing that was sent while the database was away arrives. */
  on(channel: string, listener: Listener): () => void;
  stop(): Promise<void>;
};

/** Tells the listeners of all processes once the transaction has committed. Postgres takes 8,000 bytes: send ids, not rows. */
export async function notify(tx: Tx, channel: string, ...payloads: object[]): Promise<void> {
  const texts = payloads.map((payload) => JSON.stringify(payload));
  await tx.query('SELECT pg_notify($1, text) FROM unnest($2::text[]) AS text', [channel, texts]);
}

/** Listens on a connection of its own that outlives a database that is restarted. */
export async function startListening(url: string, channels: string[], log: Log): Promise<Notifications> {
  const listeners = new Map<string, Set<Listener>>(channels.map((channel) => [channel, new Set()]));

  const hear = ({ channel, payload }: Notification) => {
    const message: unknown = JSON.parse(payload || 'null');
    for (const listener of listeners.get(channel) ?? []) {
      try {
        listener(message);
      } catch (error) {
        log.error({ err: error, channel }, 'A listener failed');
      }
    }
  };

  const connection = await keepConnected({
    url,
    name: 'countersign listener',
    log,
    async prepare(client) {
      client.on('notification', hear);
      await client.query(channels.map((channel) => `LISTEN ${client.escapeIdentifier(channel)}`).join('; '));
    },
  });

  return {
    on(channel, listener) {
      const heard = listeners.get(channel);
      if (!heard) throw new Error(`Nobody listens to the channel ${channel}`);
      heard.add(listener);
      return () => void heard.delete(listener);
    },
    stop: () => connection.stop(),
  };
}
