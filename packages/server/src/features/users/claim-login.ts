import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { problemWithLogin } from './login.rules.ts';
import { claimLogin } from './user.store.ts';

/** Takes a name in the namespace that people and organizations share; INVALID when it is no name, or taken. (SN-5) */
export async function claimLoginFor(tx: Tx, login: string): Promise<void> {
  const problem = problemWithLogin(login);
  if (problem) throw invalid({ login: problem });
  if (!(await claimLogin(tx, login))) throw invalid({ login: `The name ${login} is taken.` });
}
