import { t } from '../i18n/t.ts';

/** What a person can be told of an error. `fields` says which inputs were refused, by name (code INVALID). */
export type Problem = { code: string; message: string; requestId: string | null; fields: Record<string, string> };

type Formatted = { message: string; extensions?: Record<string, unknown> };
type Thrown = { message?: string; errors?: readonly Formatted[]; statusCode?: number; bodyText?: string };

/** The error in words, whatever it came from: an answer with `errors`, a bad status with a body, or the network. */
export function describeError(thrown: unknown): Problem {
  const error: Thrown = Object(thrown);
  const [first] = error.errors ?? errorsIn(error.bodyText);
  if (first) return fromAnswer(first);
  if (error.statusCode) return plain(error.statusCode === 503 ? 'UNAVAILABLE' : 'INTERNAL', t('common.somethingBroke'));
  if (thrown instanceof TypeError) return plain('NETWORK', t('error.network'));
  return plain('INTERNAL', error.message || t('common.somethingBroke'));
}

function fromAnswer({ message, extensions = {} }: Formatted): Problem {
  const { code, requestId, fields } = extensions;
  return {
    code: typeof code === 'string' ? code : 'INTERNAL',
    message,
    requestId: typeof requestId === 'string' ? requestId : null,
    fields: isFields(fields) ? fields : {},
  };
}

const isFields = (fields: unknown): fields is Record<string, string> => typeof fields === 'object' && fields !== null;

const plain = (code: string, message: string): Problem => ({ code, message, requestId: null, fields: {} });

function errorsIn(body: string | undefined): readonly Formatted[] {
  try {
    const { errors = [] }: { errors?: Formatted[] } = JSON.parse(body ?? '{}');
    return errors;
  } catch {
    return [];
  }
}
