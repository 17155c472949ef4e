import { createApp, settingsOf } from './app.ts';
import type { Config } from './config.ts';
import { type Demonstration, isDemonstrationReady, prepareDemonstration } from './demonstration/demonstration.ts';
import { PEOPLE } from './demonstration/people.ts';
import { encryptionKeyOf } from './platform/encryption/kept-key.ts';
import { createLog } from './platform/telemetry/log.ts';
import { startDatabase } from './start-database.ts';
import type { RunningPostgres } from './start-postgres.ts';

/** Serves on a Postgres that has been started, until `told`; stops it at the end, whatever happened. */
export async function runServer(given: Config, postgres: RunningPostgres, told: Promise<string>): Promise<void> {
  const log = createLog(given.logLevel, process.stderr);
  const { url, database, stop: stopDatabase } = await startDatabase(given, log, { postgres });
  try {
    const config = { ...given, encryptionKey: await encryptionKeyOf(given) };
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
    const app = await createApp({ config, databaseUrl: url, database, log, readiness });
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
