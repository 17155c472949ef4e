import { useApolloClient } from '@apollo/client/react';
import { type FragmentType, graphql } from '../../gql/index.ts';
import { blockedPageOf } from './blocked-tokens.ts';
import { type EnterprisePolicy_enterprise, type EnterpriseTerms, enterpriseTermsOf } from './enterprise-policy.ts';
import { present, toPolicyInput } from './policy-input.ts';
import type { PolicyCalls } from './use-policy-form.ts';

export const EnterprisePolicy_query = graphql(`
  query EnterprisePolicy($slug: String!) {
    enterprise(slug: $slug) {
      id
      ...EnterprisePolicy_enterprise
      owners {
        id
        login
        name
        avatarUrl
      }
    }
  }
`);

const PreviewEnterpriseTokenPolicy = graphql(`
  query PreviewEnterpriseTokenPolicy($input: PreviewEnterpriseTokenPolicyInput!, $after: String) {
    previewEnterpriseTokenPolicy(input: $input) {
      ...BlockedTokens_preview
    }
  }
`);

const UpdateEnterpriseTokenPolicy = graphql(`
  mutation UpdateEnterpriseTokenPolicy($input: UpdateEnterpriseTokenPolicyInput!) {
    updateEnterpriseTokenPolicy(input: $input) {
      enterprise {
        id
        ...EnterprisePolicy_enterprise
      }
    }
  }
`);

const OptInEnterprise = graphql(`
  mutation OptInEnterprise($input: OptInToFineGrainedTokensInput!) {
    optInToFineGrainedTokens(input: $input) {
      enterprise {
        id
        ...EnterprisePolicy_enterprise
      }
    }
  }
`);

/** What the server is asked about an enterprise's policy. All of it throws what the server refuses. */
export function useEnterprisePolicy(
  enterprise: string,
): PolicyCalls<EnterpriseTerms> & { optIn: () => Promise<EnterpriseTerms> } {
  const client = useApolloClient();
  return {
    async preview(changes, after) {
      const { data } = await client.query({
        query: PreviewEnterpriseTokenPolicy,
        variables: { input: { enterprise, ...toPolicyInput(changes) }, after },
        // What it says holds for this moment only.
        fetchPolicy: 'no-cache',
      });
      return blockedPageOf(present(data).previewEnterpriseTokenPolicy);
    },
    async save(changes, expectedVersion) {
      const { data } = await client.mutate({
        mutation: UpdateEnterpriseTokenPolicy,
        variables: { input: { enterprise, expectedVersion, ...toPolicyInput(changes) } },
      });
      return termsOf(present(data).updateEnterpriseTokenPolicy.enterprise);
    },
    async refresh() {
      const { data } = await client.query({
        query: EnterprisePolicy_query,
        variables: { slug: enterprise },
        fetchPolicy: 'network-only',
      });
      return termsOf(present(present(data).enterprise));
    },
    async optIn() {
      const { data } = await client.mutate({ mutation: OptInEnterprise, variables: { input: { enterprise } } });
      return termsOf(present(present(data).optInToFineGrainedTokens.enterprise));
    },
  };
}

const termsOf = (enterprise: FragmentType<typeof EnterprisePolicy_enterprise>) =>
  present(enterpriseTermsOf(enterprise));
