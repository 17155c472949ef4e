import { Label } from '@primer/react';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { STATE_COLOURS } from './token-state.ts';

const ClassicStateLabel_token = graphql(`
  fragment ClassicStateLabel_token on ClassicToken {
    status
    blockedIn {
      code
    }
  }
`);

/** One word for what the token can do now; and in how many organizations policy refuses it. (PO-4, PO-5) */
export function ClassicStateLabel(props: { token: FragmentType<typeof ClassicStateLabel_token> }) {
  const { status, blockedIn } = readFragment(ClassicStateLabel_token, props.token);
  return (
    <>
      <Label variant={STATE_COLOURS[status]}>{t(`tokens.state.${status}`)}</Label>
      {status === 'ACTIVE' && blockedIn.length > 0 && (
        <Label variant="severe">{t('classicTokens.blocked.label', { count: blockedIn.length })}</Label>
      )}
    </>
  );
}
