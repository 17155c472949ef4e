import { mkdir } from 'node:fs/promises';
import { fastifyCookie } from '@fastify/cookie';
import { type FastifyInstance, fastify } from 'fastify';
import type { Settings } from './access/caller.ts';
import { exportRoutes } from './api/exports/export.routes.ts';
import { gateRoutes } from './api/gate/gate.routes.ts';
import { gitRoutes } from './api/git/git.routes.ts';
import { graphqlRoutes } from './api/graphql/graphql.routes.ts';
import { oauthRoutes } from './api/oauth/oauth.routes.ts';
import { createRateLimits } from './api/rate-limits.ts';
import { restRoutes } from './api/rest/rest.routes.ts';
import { webhookPayload } from './api/rest/webhook-payload.ts';
import { sessionRoutes } from './api/sessions/session.routes.ts';
import type { Config } from './config.ts';
import { startSealer } from './features/audit-log/seal-audit-log.ts';
import { scanForLeaks, type ScanOrder } from './features/leaks/scan-for-leaks.job.ts';
import { forgetDailyMails } from './features/notifications/forget-daily-mails.job.ts';
import { forgetAuthorizationCodes } from './features/oauth/forget-authorization-codes.job.ts';
import { TOKEN_REQUESTS_CHANNEL } from './features/token-requests/announce-token-requests.ts';
import { cancelExpiredRequests } from './features/token-requests/cancel-expired-requests.job.ts';
import { carryOnBulkDecision, type NextBatch } from './features/token-requests/carry-on-bulk-decision.job.ts';
import { sendDigests } from './features/token-requests/send-digests.job.ts';
import { deleteEndedAppTokens } from './features/tokens/delete-ended-app-tokens.job.ts';
import { type LastUses, startLastUses } from './features/tokens/last-uses.ts';
import { remindOfExpiry } from './features/tokens/remind-of-expiry.job.ts';
import { revokeIdleTokens } from './features/tokens/revoke-idle-tokens.job.ts';
import { tellExpired } from './features/tokens/tell-expired.job.ts';
import type { ResetWish } from './features/users/ask-password-reset.ts';
import { beginPasswordReset } from './features/users/begin-password-reset.job.ts';
import { deliverWebhook } from './features/webhooks/deliver-webhook.job.ts';
import { forgetDeliveries } from './features/webhooks/forget-deliveries.job.ts';
import { DELIVER_WEBHOOK, mostDeliveriesOf } from './features/webhooks/tell-webhooks.ts';
import type { EventFacts } from './features/webhooks/webhook-facts.store.ts';
import { mailTask } from './mails.ts';
import { connect, type Database, pendingMigrations } from './platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from './platform/database/entities.ts';
import { startListening } from './platform/database/notifications.ts';
import { healthRoutes, type ReadinessCheck } from './platform/http/health.routes.ts';
import { forgetCounts } from './platform/http/rate-limit.ts';
import { loggedBy, tellRequestIds } from './platform/http/request-ids.ts';
import { securityHeaders } from './platform/http/security-headers.ts';
import { spaRoutes } from './platform/http/spa.routes.ts';
import { startJobRunner, type Task } from './platform/jobs/job-runner.ts';
import { sweepJobs } from './platform/jobs/sweep-jobs.job.ts';
import { mailboxTransport } from './platform/mail/mailbox-transport.ts';
import { mailboxRoutes } from './platform/mail/mailbox.routes.ts';
import type { Log } from './platform/telemetry/log.ts';
import { measureRequests } from './platform/telemetry/metrics.ts';

export type AppConfig = Pick<
  Config,
  | 'publicUrl'
  | 'gitRoot'
  | 'optInDefault'
  | 'demo'
  | 'smtpUrl'
  | 'mailFrom'
  | 'trustProxy'
  | 'digestHour'
  | 'webhookAllowPrivate'
  | 'rateLimit'
  | 'rateLimitAnonymous'
> & { encryptionKey: Buffer };

export type AppOptions = {
  config: AppConfig;
  /** Where the database answers, embedded or not. */
  databaseUrl: string;
  /** Connections to it, if there are any yet; they are the app's from now on. */
  database?: Database;
  log: Log;
  clock?: () => Date;
  /** What else has to be there before the server says that it is ready. */
  readiness?: ReadinessCheck[];
};

export type App = {
  server: FastifyInstance;
  database: Database;
  settings: Settings;
  lastUses: LastUses;
  stop(): Promise<void>;
};

/** A request holds no more than this; what git sends is streamed and not counted. */
const BODY_LIMIT = 1024 * 1024;

/** In each process. */
const DELIVERIES_AT_ONCE = 8;

/** In UTC. One that still waits when the next is due is replaced by it; one that fails is left to the next. */
const CRON = [
  ...['cancel-expired-requests', 'tell-expired', 'remind-of-expiry', 'send-digests'].map((task) => ({
    task,
    match: '* * * * *',
  })),
  { task: 'revoke-idle-tokens', match: '17 * * * *' },
  ...['delete-ended-app-tokens', 'forget-authorization-codes'].map((task) => ({ task, match: '43 * * * *' })),
  { task: 'forget-webhook-deliveries', match: '37 * * * *' },
  ...['sweep-jobs', 'forget-daily-mails'].map((task) => ({ task, match: '37 4 * * *' })),
  { task: 'forget-counts', match: '57 * * * *' },
].map((item) => ({ ...item, options: { jobKey: item.task, maxAttempts: 1 } }));

export const settingsOf = (config: AppConfig): Settings => ({
  publicUrl: config.publicUrl,
  gitRoot: config.gitRoot,
  optInByDefault: config.optInDefault,
  demonstration: config.demo,
  webhookAllowPrivate: config.webhookAllowPrivate,
  encryptionKey: config.encryptionKey,
});

/** A number is how many proxies stand in front. */
const trusting = (proxies: AppConfig['trustProxy']) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies;

/** Doors read their input themselves: no route has a schema, and what would compile one, a hundred modules, is not loaded. */
const noSchemas = (): never => {
  throw new Error('Routes have no schemas here');
};

/** Closes when the requests under way are answered; a connection that falls idle after the first look is closed at a later one. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => server.server.closeIdleConnections(), 100);
  await server.close().finally(() => clearInterval(sweep));
}

/** Connects to a database that has this version's tables or none. */
const openDatabase = (url: string, log: Log): Promise<Database> =>
  connect({ url, entities: ENTITIES, migrations: MIGRATIONS, log });

/** Connections apart from those of requests, for what a process does by its own timers. */
const openBackground = (url: string, log: Log): Promise<Database> =>
  connect({ url, entities: [], migrations: [], poolSize: 2, log, applicationName: 'countersign background' });

/** Puts the parts together on a migrated database: doors, jobs, mail. Does not listen yet; `stop` lets what is being done finish. */
export async function createApp({
  config,
  databaseUrl,
  database: opened,
  log,
  clock = () => new Date(),
  readiness = [],
}: AppOptions): Promise<App> {
  const settings = settingsOf(config);
  await mkdir(settings.gitRoot, { recursive: true });
  const database = opened ?? (await openDatabase(databaseUrl, log));
  const background = await openBackground(databaseUrl, log);
  const sealer = startSealer(background, { log, clock });
  const lastUses = startLastUses(background, log);
  const notifications = await startListening(databaseUrl, [TOKEN_REQUESTS_CHANNEL], log);
  const transport =
    config.smtpUrl === null
      ? mailboxTransport(database)
      : (await import('./platform/mail/smtp-transport.ts')).smtpTransport(config.smtpUrl, config.mailFrom);
  const stopping = new AbortController();
  const tasks: Record<string, Task> = {
    'send-mail': mailTask({
      database,
      clock,
      transport,
      publicUrl: config.publicUrl,
      mailsAreRead: config.smtpUrl !== null || config.demo,
    }),
    'carry-on-bulk-decision': (payload) =>
      carryOnBulkDecision(payload as NextBatch, { database, settings, now: clock() }),
    'begin-password-reset': (payload) => beginPasswordReset(payload as ResetWish, { database, settings, now: clock() }),
    'cancel-expired-requests': () => cancelExpiredRequests({ database, now: clock() }),
    'scan-for-leaks': (payload) =>
      scanForLeaks(payload as ScanOrder, { database, settings, clock, stopping: stopping.signal }),
    'revoke-idle-tokens': () => revokeIdleTokens({ database, now: clock() }),
    'delete-ended-app-tokens': () => deleteEndedAppTokens({ database, now: clock() }),
    'forget-authorization-codes': () => forgetAuthorizationCodes({ database, now: clock() }),
    'tell-expired': () => tellExpired({ database, now: clock() }),
    'remind-of-expiry': () => remindOfExpiry({ database, now: clock() }),
    'forget-webhook-deliveries': () => forgetDeliveries({ database, now: clock() }),
    'forget-counts': () => forgetCounts(database, clock()),
    'send-digests': () => sendDigests({ database, digestHour: config.digestHour, now: clock() }),
    'sweep-jobs': () => sweepJobs({ database, now: clock() }),
    'forget-daily-mails': () => forgetDailyMails({ database, now: clock() }),
  };
  const jobs = await startJobRunner({ url: databaseUrl, tasks, cron: CRON, log });
  const word = (facts: EventFacts, now: Date) => webhookPayload(facts, { publicUrl: config.publicUrl, now });
  // Workers of their own: receivers that are slow keep neither mails nor decisions waiting.
  const deliveries = await startJobRunner({
    url: databaseUrl,
    tasks: {
      [DELIVER_WEBHOOK]: (payload, attempt) =>
        deliverWebhook(payload as { id: number }, attempt, { database, clock, settings, word }),
    },
    concurrency: DELIVERIES_AT_ONCE,
    mostOf: mostDeliveriesOf,
    log,
  });

  const server = fastify({
    ...loggedBy(log),
    trustProxy: trusting(config.trustProxy),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
  tellRequestIds(server);
  measureRequests(server);
  securityHeaders(server, { publicUrl: config.publicUrl });
  await server.register(fastifyCookie);
  const doors = { database, settings, clock };
  const rateLimits = createRateLimits(config);
  await server.register(sessionRoutes, doors);
  await server.register(graphqlRoutes, { ...doors, rateLimits, notifications, noteUse: lastUses.through('GRAPHQL') });
  await server.register(restRoutes, { ...doors, rateLimits, noteUse: lastUses.through('REST') });
  await server.register(exportRoutes, { ...doors, noteUse: lastUses.through('REST') });
  await server.register(gitRoutes, { ...doors, noteUse: lastUses.through('GIT') });
  await server.register(gateRoutes, { ...doors, noteUse: lastUses.through('GATE') });
  await server.register(oauthRoutes, { ...doors, noteUse: lastUses.through('INTROSPECTION') });
  if (config.demo) await server.register(mailboxRoutes, { database });
  await server.register(healthRoutes, {
    checks: [
      { name: 'database', check: async () => (await database.query('SELECT 1')).length === 1 },
      { name: 'migrations', check: async () => (await pendingMigrations(database)).length === 0 },
      { name: 'jobs', check: async () => jobs.isRunning() && deliveries.isRunning() },
      ...readiness,
    ],
  });
  await server.register(spaRoutes, {});

  const stop = async () => {
    await closeServer(server);
    stopping.abort();
    await Promise.all([jobs.stop(), deliveries.stop()]);
    transport.close();
    await notifications.stop();
    await lastUses.stop();
    await sealer.stop();
    await background.destroy();
    await database.destroy();
  };
  return { server, database, settings, lastUses, stop };
}
