import { Label } from '@primer/react';
import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import { SelectableRow } from '../../ui/selectable-list.tsx';
import { TokenRowText } from '../../ui/token-row-text.tsx';

const TokenGrantRow_grant = graphql(`
  fragment TokenGrantRow_grant on TokenGrant {
    databaseId
    grantedAt
    viewerCanRevoke
    user {
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
      ...PermissionSet_levels
    }
  }
`);

type Props = {
  grant: FragmentType<typeof TokenGrantRow_grant>;
  selected: boolean;
  onToggle: () => void;
  revoked: boolean;
  failure?: string;
};

/** One token with access to the organization, or one whose access just ended. */
export function TokenGrantRow({ grant: masked, selected, onToggle, revoked, failure }: Props) {
  const grant = readFragment(TokenGrantRow_grant, masked);
  return (
    <SelectableRow
      name={grant.token.name}
      selected={selected}
      disabled={revoked || !grant.viewerCanRevoke}
      onToggle={onToggle}
    >
      <TokenRowText
        token={grant.token}
        to={`${grant.databaseId}`}
        who={grant.user}
        since={
          <>
            {t('tokenGrants.granted')} <Moment at={grant.grantedAt} />
          </>
        }
        badge={revoked && <Label variant="danger">{t('tokenGrants.revokedLabel')}</Label>}
        access={{ ...grant, permissions: readPermissions(grant.permissions) }}
        failure={failure}
      />
    </SelectableRow>
  );
}
