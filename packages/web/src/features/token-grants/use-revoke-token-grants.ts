import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import type { TokenGrantFilter } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

const RevokeTokenGrants = graphql(`
  mutation RevokeTokenGrants($input: RevokeTokenGrantsInput!) {
    revokeTokenGrants(input: $input) {
      revoked {
        id
        viewerCanRevoke
      }
      failures {
        grantId
        code
        message
      }
      revokedCount
      failureCount
    }
  }
`);

/** Which grants: named ones, or all that matched a filter at a moment. */
export type Target = { grantIds: readonly string[] } | { filter: TokenGrantFilter; asOf: string };

export type RevocationOutcome = {
  revokedCount: number;
  revokedIds: readonly string[];
  failureCount: number;
  failures: readonly { grantId: string; message: string }[];
};

/** Ends the access of tokens to the organization; each grant has its own outcome. (GN-1, GN-2) */
export function useRevokeTokenGrants(organization: string) {
  const [mutate] = useMutation(RevokeTokenGrants);
  const [state, setState] = useState<{ working: boolean; error: unknown }>({ working: false, error: null });

  /** Resolves to null, with `error` set, when nothing was revoked at all. */
  const revoke = async (target: Target, reason: string | null): Promise<RevocationOutcome | null> => {
    const which = 'grantIds' in target ? { grantIds: [...target.grantIds] } : target;
    setState({ working: true, error: null });
    try {
      const { data } = await mutate({ variables: { input: { organization, reason, ...which } } });
      setState({ working: false, error: null });
      return data
        ? { ...data.revokeTokenGrants, revokedIds: data.revokeTokenGrants.revoked.map(({ id }) => id) }
        : null;
    } catch (error) {
      setState({ working: false, error });
      return null;
    }
  };
  return { revoke, ...state };
}
