import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';

const BlockedTokens_preview = graphql(`
  fragment BlockedTokens_preview on TokenPolicyPreview {
    blockedTokenCount
    blockedFineGrainedTokenCount
    blockedClassicTokenCount
    blockedPersonCount
    blockedTokens(first: 20, after: $after) {
      nodes {
        grantDatabaseId
        name
        user {
          id
          login
          avatarUrl
        }
        organization {
          id
          login
        }
        expiresAt
        lastUsedAt
        code
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What a change would block: how many tokens of how many people, and a page of the fine-grained ones. (PO-7) */
export type BlockedPage = ReturnType<typeof blockedPageOf>;
export type BlockedToken = BlockedPage['tokens'][number];

export function blockedPageOf(masked: FragmentType<typeof BlockedTokens_preview>) {
  const { blockedTokens, ...counts } = readFragment(BlockedTokens_preview, masked);
  const { hasNextPage, endCursor } = blockedTokens.pageInfo;
  return {
    ...counts,
    tokens: blockedTokens.nodes.filter((node) => node !== null),
    next: hasNextPage ? (endCursor ?? null) : null,
  };
}
