import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { lockMaker, type MadeToken, makeToken } from './make-token.ts';
import { type Expiry, problemsWithWords, readExpiry, readScopes } from './token.rules.ts';

export type CreateClassicTokenInput = Expiry & {
  name: string;
  description?: string | null;
  /** Those that others of them contain are dropped; none = public data only. */
  scopes: readonly string[];
};

/**
 * Makes a classic token for its person (TK-1, TK-7): nobody is asked for it, and policy stands in its way at its use alone. The secret is in the
 * answer and nowhere else. INVALID names each bad field and stores nothing; FORBIDDEN before the e-mail address is verified.
 */
export async function createClassicToken(caller: Caller, input: CreateClassicTokenInput): Promise<MadeToken> {
  const userId = caller.viewer.mustBeFreshSession(caller.now);
  const expiry = readExpiry(input, caller.now);
  const chosen = readScopes(input.scopes);
  const problems = {
    ...problemsWithWords(input),
    ...('problems' in expiry && expiry.problems),
    ...('problems' in chosen && chosen.problems),
  };
  if (Object.keys(problems).length > 0 || 'problems' in expiry || 'problems' in chosen) throw invalid(problems);
  const { name, description } = input;
  const { scopes } = chosen;

  return caller.database.transaction(async (tx) => {
    await lockMaker(tx, userId);
    const nowhere = { organizationId: null, repositorySelection: 'NONE' } as const;
    const wish = { kind: 'CLASSIC', userId, name, description, scopes, expiresAt: expiry.at, ...nowhere } as const;
    const made = await makeToken(tx, wish, caller.now);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        log: { userId },
        action: 'oauth_access.create',
        subject: { type: 'token', id: made.token.id, name: made.token.name },
        details: { scopes, expires_at: made.token.expiresAt },
      },
    ]);
    return made;
  });
}
