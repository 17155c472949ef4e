import type { AuditRecord } from '../audit-log/record-audit.ts';
import type { Token } from './token.entity.ts';

/** How GitHub's log names the end of a token: it came to it, or was brought to it. Those that are not fine-grained have names of their own. */
const ACTIONS = {
  destroyed: ['personal_access_token.destroy', 'oauth_access.destroy'],
  revoked: ['personal_access_token.credential_revoked', 'oauth_access.revoke'],
} as const;

/** What the security log of a token's user says of its end; one that an App has for them is named after the App. (EX-10) */
export function entryOfEnd(
  { id, name, kind, userId }: Pick<Token, 'id' | 'name' | 'kind' | 'userId'>,
  end: keyof typeof ACTIONS,
  details: { explanation: string; [more: string]: unknown },
): AuditRecord {
  const [fineGrained, other] = ACTIONS[end];
  return {
    log: { userId: userId! },
    action: kind === 'FINE_GRAINED' ? fineGrained : other,
    subject: { type: 'token', id, name },
    details: kind === 'APP_REFRESH' ? { kind, ...details } : details,
  };
}
