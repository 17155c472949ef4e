/** The codes a caller can switch on. (docs/architecture.md, Errors) */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'INVALID'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'TOO_COMPLEX'
  | 'UNAVAILABLE';

const STATUS: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID: 422,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  TOO_COMPLEX: 400,
  UNAVAILABLE: 503,
};

/** What somebody else changed in the meantime, who and when. */
export type ChangeTold = Readonly<{ field: string; from: unknown; to: unknown; by: string | null; at: Date }>;

/** What an error tells beside its code: the bad fields, the missing permission, the policy. */
export type ErrorDetails = {
  fields?: Record<string, string>;
  /** What is wrong with input that has no fields to name. */
  sentences?: readonly string[];
  permission?: string;
  policy?: string;
  /** The path of the page where it can be mended. */
  mendAt?: string;
  reauthenticate?: true;
  retryAfterSeconds?: number;
  /** With CONFLICT over a version: the one of now, and what changed since the caller's. */
  version?: number;
  changes?: readonly ChangeTold[];
};

/** An error that a caller may see, word for word. Anything else that is thrown is a bug of ours and stays in the log. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.code];
  }
}

export const unauthenticated = (message = 'Sign in, or send a token.') => new AppError('UNAUTHENTICATED', message);

/** The credential that was sent does not hold; which of the reasons it is, nobody is told. (GT-3) */
export const badCredentials = () => new AppError('UNAUTHENTICATED', 'Bad credentials');

/** There is nothing, or nothing that this caller may know of. */
export const notFound = (what = 'That') => new AppError('NOT_FOUND', `${what} could not be found.`);

export const forbidden = (message: string, details: ErrorDetails = {}) => new AppError('FORBIDDEN', message, details);

/** Bad input; `fields` has a sentence for each bad field. */
export const invalid = (fields: Record<string, string>) =>
  new AppError('INVALID', Object.values(fields).join(' '), { fields });

export const conflict = (message: string, details: ErrorDetails = {}) => new AppError('CONFLICT', message, details);

export const rateLimited = (retryAfterSeconds: number) =>
  new AppError('RATE_LIMITED', `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });

/** Client libraries try again by themselves where they are told when. */
export const unavailable = () =>
  new AppError('UNAVAILABLE', 'The service cannot reach its database. Try again soon.', { retryAfterSeconds: 1 });
