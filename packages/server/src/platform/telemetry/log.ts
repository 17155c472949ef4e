import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'token',
  'access_token',
  'refresh_token',
];
// At the top, and one, two and three levels down, in bracket notation where the name asks for it.
const SECRET_PATHS = ['', '*.', '*.*.', '*.*.*.'].flatMap((above) =>
  SECRET_FIELDS.map((field) => (field.startsWith('[') ? above.replace(/\.$/, '') + field : above + field)),
);
const CREDENTIAL = /\b(cs[a-z]_)[0-9A-Za-z]{36}\b/g;

/** A JSON log. Secrets are struck out by field name, and our own tokens wherever they stand in a text. (TK-2) */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      serializers: { err: errorFields, req: requestFields, res: responseFields },
      hooks: { streamWrite: (line) => line.replaceAll(CREDENTIAL, '$1[redacted]') },
    },
    destination,
  );
}

/** An address fit for a log: without user and password, and with the names of its query's parameters alone. */
export function withoutSecrets(url: string): string {
  const [address = '', query = ''] = url.split('#', 1)[0]!.split(/\?(.*)/s);
  const names = new Set(new URLSearchParams(query).keys().map(encodeURIComponent));
  return (
    address.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/]*@/i, '$1') +
    (names.size ? `?${[...names].map((name) => `${name}=…`).join('&')}` : '')
  );
}

/** Errors of a pool carry their client with all its state, which says nothing. */
function errorFields(error: Error): object {
  const { client: _, ...fields } = pino.stdSerializers.errWithCause(error) as object & { client?: unknown };
  return fields;
}

type Request = { method: string; url: string; ip?: string; id?: unknown };

const requestFields = ({ method, url, ip }: Request) => ({ method, url: withoutSecrets(url), ip });
const responseFields = ({ statusCode }: { statusCode: number }) => ({ statusCode });
