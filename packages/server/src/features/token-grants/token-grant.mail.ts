import { composeMail } from '../../platform/mail/layout.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';

export type RevokedMail = {
  tokenName: string;
  organization: string;
  /** Whose revocation it was: a login, or an App's name. */
  revoker: string;
  reason: string | null;
  tokenUrl: string;
};

/** To the token's user, at once: an organization ended the token's access. (ML-2, GN-2) */
export function tokenGrantRevokedMail(data: RevokedMail, { locale }: Reader): MailContent {
  const { tokenName, organization, revoker, reason } = data;
  return composeMail({
    locale,
    subject: `[${organization}] The access of your token "${tokenName}" was revoked`,
    heading: `Your token's access was revoked`,
    blocks: [
      `${revoker} revoked the access of your fine-grained personal access token "${tokenName}" to ${organization}. The token goes on reading public repositories; you can ask for access again on its page.`,
      ...(reason ? [`The reason that ${revoker} gave:`, { quote: reason }] : []),
    ],
    button: { label: 'View the token', url: data.tokenUrl },
    why: `You get this mail because you made the token. Only you and the owners of ${organization} are told.`,
  });
}
