import { composeMail } from '../../platform/mail/layout.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';
import type { Decision } from './token-request.rules.ts';

export type DecidedMail = {
  decision: Decision;
  tokenName: string;
  organization: string;
  /** Whose decision it was: a login, or an App's name. */
  decider: string;
  reason: string | null;
  tokenUrl: string;
};

/** To the creator, at once: the token's request was approved or denied, with the reason if one was given. (ML-2) */
export function tokenRequestDecidedMail(data: DecidedMail, { locale }: Reader): MailContent {
  const { tokenName, organization, decider, reason } = data;
  const verb = data.decision === 'APPROVED' ? 'approved' : 'denied';
  const outcome =
    data.decision === 'APPROVED'
      ? `It now reaches what it asked for in ${organization}.`
      : `It reads public repositories as before, and nothing private of ${organization}.`;
  return composeMail({
    locale,
    subject: `[${organization}] Your token "${tokenName}" was ${verb}`,
    heading: `Your token was ${verb}`,
    blocks: [
      `${decider} ${verb} the request of your fine-grained personal access token "${tokenName}" for access to ${organization}. ${outcome}`,
      ...(reason ? [`The reason that ${decider} gave:`, { quote: reason }] : []),
    ],
    button: { label: 'View the token', url: data.tokenUrl },
    why: `You get this mail because you made the token. Only you and the owners of ${organization} are told.`,
  });
}
