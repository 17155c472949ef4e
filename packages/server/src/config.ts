import { join, resolve } from 'node:path';
import { z } from 'zod';

const LOOPBACK = /^(localhost|([\w-]+\.)+localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const port = z.coerce.number('must be a number').int().min(1).max(65_535);
const hour = z.coerce.number('must be a number').int().min(0).max(23);
const perHour = z.coerce.number('must be a number').int().min(0);
const flag = z.enum(['0', '1'], 'must be 0 or 1');
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be like postgres://user:password@host/database',
});
const smtpUrl = z.url({ protocol: /^smtps?$/, error: 'must be like smtp://user:password@host:587' });
const origin = z
  .url({ protocol: /^https?$/, error: 'must be like https://tokens.example.com' })
  .refine((url) => /^https?:\/\/[^/?#@]+\/?$/i.test(url), 'must be an origin alone: no path, no query, no credentials')
  .transform((url) => new URL(url).origin);
const key = z
  .base64('must be 32 bytes in base64: openssl rand -base64 32')
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64: openssl rand -base64 32');

/** Every variable that the server reads; `.env.example` says what each is for. */
export const Environment = z.object({
  DATABASE_URL: postgresUrl.optional(),
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  DATA_DIR: z.string().default('.countersign'),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z.string().regex(/@/, 'must hold an e-mail address').default('Countersign <countersign@localhost>'),
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().optional(),
  ENCRYPTION_KEY: key.optional(),
  GIT_ROOT: z.string().optional(),
  OPT_IN_DEFAULT: z.enum(['enabled', 'disabled']).default('enabled'),
  TRUST_PROXY: z.string().default('false').transform(asTrustProxy),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  DIGEST_HOUR: hour.default(8),
  WEBHOOK_ALLOW_PRIVATE: flag.default('0'),
  RATE_LIMIT: perHour.default(15_000),
  RATE_LIMIT_ANONYMOUS: perHour.default(1000),
});

export type Config = Readonly<{
  /** Null: an embedded Postgres under `dataDir`. */
  databaseUrl: string | null;
  port: number;
  host: string;
  /** The origin that people and links use, without a slash at its end. */
  publicUrl: string;
  dataDir: string;
  /** Null: mails go to the developer mailbox. */
  smtpUrl: string | null;
  mailFrom: string;
  /** Demonstration accounts and the mailbox page. (SN-6) */
  demo: boolean;
  demoPassword: string | null;
  /** 32 bytes; null when embedded. */
  encryptionKey: Buffer | null;
  gitRoot: string;
  /** Whether a new organization has fine-grained tokens from the start. (PO-3) */
  optInDefault: boolean;
  /** As Fastify takes it. */
  trustProxy: boolean | number | string;
  logLevel: (typeof LOG_LEVELS)[number];
  /** UTC. */
  digestHour: number;
  /** Webhooks may be sent to addresses of this machine and its network. */
  webhookAllowPrivate: boolean;
  /** Requests in an hour, of a viewer over REST and as many points over GraphQL; 0 = without limit. */
  rateLimit: number;
  /** The same for an address that sends no credential, or one that does not hold. */
  rateLimitAnonymous: number;
}>;

/** The only place that reads the environment. Names every bad variable at once, then gives up. An empty variable counts as absent. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const parsed = Environment.superRefine(refuseOddPairs).safeParse(given);
  if (!parsed.success) throw new Error(`Fix these environment variables:\n${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  const dataDir = resolve(data.DATA_DIR);
  return Object.freeze({
    databaseUrl: data.DATABASE_URL ?? null,
    port: data.PORT,
    host: data.HOST,
    publicUrl: publicUrlOf(data),
    dataDir,
    smtpUrl: data.SMTP_URL ?? null,
    mailFrom: data.MAIL_FROM,
    demo: isDemonstration(data),
    demoPassword: data.DEMO_PASSWORD ?? null,
    encryptionKey: data.ENCRYPTION_KEY ?? null,
    gitRoot: data.GIT_ROOT ? resolve(data.GIT_ROOT) : join(dataDir, 'git'),
    optInDefault: data.OPT_IN_DEFAULT === 'enabled',
    trustProxy: data.TRUST_PROXY,
    logLevel: data.LOG_LEVEL,
    digestHour: data.DIGEST_HOUR,
    webhookAllowPrivate: data.WEBHOOK_ALLOW_PRIVATE === '1',
    rateLimit: data.RATE_LIMIT,
    rateLimitAnonymous: data.RATE_LIMIT_ANONYMOUS,
  });
}

type Values = z.output<typeof Environment>;

const publicUrlOf = ({ PUBLIC_URL, PORT }: Values) => PUBLIC_URL ?? `http://localhost:${PORT}`;
const isDemonstration = ({ DEMO, DATABASE_URL }: Values) => (DEMO ?? (DATABASE_URL ? '0' : '1')) === '1';

function refuseOddPairs(values: Values, context: z.core.$RefinementCtx): void {
  const refuse = (variable: keyof Values, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message });
  if (values.DATABASE_URL && !values.ENCRYPTION_KEY)
    refuse('ENCRYPTION_KEY', 'is required beside DATABASE_URL: openssl rand -base64 32');
  if (!isDemonstration(values)) return;

  // Demonstration accounts have a password that is printed: nobody but this machine may reach them. (SN-6)
  const or = 'set DEMO=0, or';
  if (values.DATABASE_URL)
    refuse('DEMO', `demonstration mode runs only on the embedded Postgres: ${or} unset DATABASE_URL`);
  if (!LOOPBACK.test(values.HOST))
    refuse('HOST', `demonstration mode listens only on this machine: ${or} HOST=127.0.0.1`);
  const publicUrl = publicUrlOf(values);
  // A bad PORT, told already, makes no address.
  if (URL.canParse(publicUrl) && !LOOPBACK.test(new URL(publicUrl).hostname))
    refuse('PUBLIC_URL', `demonstration mode is only for this machine: ${or} use a localhost address`);
}

function asTrustProxy(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
