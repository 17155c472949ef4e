import { Label } from '@primer/react';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { STATE_COLOURS } from './token-state.ts';

const TokenStateLabel_token = graphql(`
  fragment TokenStateLabel_token on FineGrainedToken {
    blockedBy {
      code
      message
    }
    grant {
      id
    }
    latestRequest {
      id
      status
    }
  }
`);

/** One word for what the token can do at this moment; and a second one while it, or a change of it, waits for approval meanwhile. */
export function TokenStateLabel(props: { token: FragmentType<typeof TokenStateLabel_token> }) {
  const token = readFragment(TokenStateLabel_token, props.token);
  const state = token.blockedBy?.code ?? 'ACTIVE';
  return (
    <>
      <Label variant={STATE_COLOURS[state]}>{t(`tokens.state.${state}`)}</Label>
      {state !== 'PENDING' && token.latestRequest?.status === 'PENDING' && (
        <Label variant="attention">{t(token.grant ? 'tokens.state.changePending' : 'tokens.state.PENDING')}</Label>
      )}
    </>
  );
}
