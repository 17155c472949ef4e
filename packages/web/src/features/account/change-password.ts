import { describeFailure, postAuth } from '../../apollo/post-auth.ts';

/** The fields of the form, as the server names them too. */
type PasswordProblems = { current?: string; password?: string };

export type PasswordOutcome =
  | { kind: 'CHANGED' | 'ENDED' }
  | { kind: 'BROKEN'; failure: string }
  | { kind: 'REFUSED'; problems: PasswordProblems }
  /** For so many minutes; null where the server does not say. */
  | { kind: 'THROTTLED'; minutes: number | null };

/** Another password for who is signed in. A wrong current one names its field; a session that has ended (`ENDED`) names none. (SN-1) */
export async function changePassword(current: string, password: string): Promise<PasswordOutcome> {
  const response = await postAuth('change-password', { current, password });
  if (response?.ok) return { kind: 'CHANGED' };
  if (response?.status === 429) return { kind: 'THROTTLED', minutes: minutesIn(response.headers.get('retry-after')) };
  if (response?.status !== 401 && response?.status !== 422) return broken(response);
  const problems = await problemsIn(response);
  if (problems.current ?? problems.password) return { kind: 'REFUSED', problems };
  return response.status === 401 ? { kind: 'ENDED' } : broken(response);
}

const broken = (response: Response | null): PasswordOutcome => ({ kind: 'BROKEN', failure: describeFailure(response) });

const minutesIn = (seconds: string | null) => (seconds ? Math.max(1, Math.ceil(Number(seconds) / 60)) : null);

async function problemsIn(response: Response): Promise<PasswordProblems> {
  const body: { fields?: PasswordProblems } | null = await response.json().catch(() => null);
  return body?.fields ?? {};
}
