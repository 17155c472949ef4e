import { useApolloClient } from '@apollo/client/react';
import { type FragmentType, graphql } from '../../gql/index.ts';
import { blockedPageOf } from './blocked-tokens.ts';
import {
  type OrganizationDraft,
  type OrganizationPolicy_organization,
  type OrganizationTerms,
  organizationTermsOf,
} from './organization-policy.ts';
import { present, toPolicyInput } from './policy-input.ts';
import type { PolicyCalls } from './use-policy-form.ts';

export const OrganizationPolicy_query = graphql(`
  query OrganizationPolicy($login: String!) {
    organization(login: $login) {
      id
      ...OrganizationPolicy_organization
    }
  }
`);

export const PreviewTokenPolicy = graphql(`
  query PreviewTokenPolicy($input: PreviewTokenPolicyInput!, $after: String) {
    previewTokenPolicy(input: $input) {
      ...BlockedTokens_preview
    }
  }
`);

const UpdateOrganizationTokenPolicy = graphql(`
  mutation UpdateOrganizationTokenPolicy($input: UpdateOrganizationTokenPolicyInput!) {
    updateOrganizationTokenPolicy(input: $input) {
      organization {
        id
        ...OrganizationPolicy_organization
      }
    }
  }
`);

const OptInOrganization = graphql(`
  mutation OptInOrganization($input: OptInToFineGrainedTokensInput!) {
    optInToFineGrainedTokens(input: $input) {
      organization {
        id
        ...OrganizationPolicy_organization
      }
    }
  }
`);

type OrganizationCalls = PolicyCalls<OrganizationTerms> & {
  optIn: (policy: Partial<OrganizationDraft>) => Promise<void>;
};

/** What the server is asked about an organization's policy. All of it throws what the server refuses. */
export function useOrganizationPolicy(organization: string): OrganizationCalls {
  const client = useApolloClient();
  return {
    async preview(changes, after) {
      const { data } = await client.query({
        query: PreviewTokenPolicy,
        variables: { input: { organization, ...toPolicyInput(changes) }, after },
        // What it says holds for this moment only.
        fetchPolicy: 'no-cache',
      });
      return blockedPageOf(present(data).previewTokenPolicy);
    },
    async save(changes, expectedVersion) {
      const { data } = await client.mutate({
        mutation: UpdateOrganizationTokenPolicy,
        variables: { input: { organization, expectedVersion, ...toPolicyInput(changes) } },
      });
      return termsOf(present(data).updateOrganizationTokenPolicy.organization);
    },
    async refresh() {
      const { data } = await client.query({
        query: OrganizationPolicy_query,
        variables: { login: organization },
        fetchPolicy: 'network-only',
      });
      return termsOf(present(present(data).organization));
    },
    async optIn(policy) {
      await client.mutate({
        mutation: OptInOrganization,
        variables: { input: { organization, ...toPolicyInput(policy) } },
      });
    },
  };
}

const termsOf = (organization: FragmentType<typeof OrganizationPolicy_organization>) =>
  present(organizationTermsOf(organization));
