import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { changeText } from '../../ui/access-change.ts';
import { Moment } from '../../ui/moment.tsx';
import { SelectableRow } from '../../ui/selectable-list.tsx';
import { TokenRowText } from '../../ui/token-row-text.tsx';
import { readChange } from './request-change.ts';
import { RequestStateLabel } from './request-state-label.tsx';

const TokenRequestRow_request = graphql(`
  fragment TokenRequestRow_request on TokenRequest {
    databaseId
    status
    reason
    createdAt
    viewerCanDecide
    requester {
      id
      login
      avatarUrl
    }
    token {
      name
      expiresAt
      lastUsedAt
    }
    repositorySelection
    repositories(first: 3) {
      totalCount
      nodes {
        id
        name
      }
    }
    permissions {
      repository {
        key
        level
      }
      organization {
        key
        level
      }
      user {
        key
        level
      }
    }
    ...RequestChange_request
  }
`);

type Props = {
  request: FragmentType<typeof TokenRequestRow_request>;
  selected: boolean;
  onToggle: () => void;
  failure?: string;
};

/** One request that waits, or that was decided while the list was open. */
export function TokenRequestRow({ request: masked, selected, onToggle, failure }: Props) {
  const request = readFragment(TokenRequestRow_request, masked);
  return (
    <SelectableRow
      name={request.token.name}
      selected={selected}
      disabled={!request.viewerCanDecide}
      onToggle={onToggle}
    >
      <TokenRowText
        token={request.token}
        to={`${request.databaseId}`}
        who={request.requester}
        since={
          <>
            {t('tokenRequests.requested')} <Moment at={request.createdAt} />
          </>
        }
        badge={request.status !== 'PENDING' && <RequestStateLabel status={request.status} />}
        reason={request.reason}
        access={request}
        change={changeText(readChange(request))}
        failure={failure}
      />
    </SelectableRow>
  );
}
