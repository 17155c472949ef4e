import { once } from 'node:events';
import { createApp, settingsOf } from './app.ts';
import type { Config } from './config.ts';
import { type Demonstration, isDemonstrationReady, prepareDemonstration } from './demonstration/demonstration.ts';
import { PEOPLE } from './demonstration/people.ts';
import { encryptionKeyOf } from './platform/encryption/kept-key.ts';
import { createLog } from './platform/telemetry/log.ts';
import { startDatabase } from './start-database.ts';

/**
 * Runs the server until it is told to stop. People read standard output; the log, in JSON, goes to standard error.
 * Told so (SIGTERM, SIGINT), it takes no more requests, finishes those and its jobs, and stops the embedded Postgres last; told twice, it ends at once.
 */
export async function serve(given: Config): Promise<void> {
  const encryptionKey = await encryptionKeyOf(given);
  const config = { ...given, encryptionKey };
  const log = createLog(config.logLevel, process.stderr);
  const told = toldToStop();
  const { url, database, stop: stopDatabase } = await startDatabase(config, log);
  try {
    const demonstration = config.demo
      ? await prepareDemonstration(database, {
          settings: settingsOf(config),
          dataDir: config.dataDir,
          password: config.demoPassword,
        })
      : null;
    const demonstrationIsThere = {
      name: 'demonstration',
      check: () => isDemonstrationReady(database, config.dataDir),
    };
    const readiness = demonstration ? [demonstrationIsThere] : [];
    const app = await createApp({ config, databaseUrl: url, log, readiness });
    try {
      await app.server.listen({ port: config.port, host: config.host });
      process.stdout.write(welcome(config, demonstration));
      const signal = await told;
      log.info({ signal }, 'Stopping');
    } finally {
      await app.stop();
    }
  } finally {
    await stopDatabase();
  }
}

/** The first signal; a second one ends the process at once. */
async function toldToStop(): Promise<string> {
  const signal = await Promise.race(['SIGTERM', 'SIGINT'].map((name) => once(process, name).then(() => name)));
  for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => process.exit(1));
  return signal;
}

function welcome(
  { publicUrl, smtpUrl }: Pick<Config, 'publicUrl' | 'smtpUrl'>,
  demonstration: Demonstration | null,
): string {
  if (!demonstration) return `Countersign is ready: ${publicUrl}\n`;
  const { password, reviewBot, reviewBotKey } = demonstration;
  const people = PEOPLE.map(({ login, is }) => `  ${login.padEnd(18)}${is}`);
  return `
Countersign is ready: ${publicUrl}

Sign in with the password  ${password}  as
${people.join('\n')}

Mails      ${smtpUrl === null ? `${publicUrl}/dev/mailbox` : 'go to SMTP_URL'}
GraphQL    ${publicUrl}/sandbox
Review bot App ${reviewBot.appId} on ${reviewBot.organization}, its key in ${reviewBotKey}

This is a demonstration: its accounts are for this machine alone. Ctrl-C stops it.
`;
}
