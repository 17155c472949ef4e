import { type MaskedPermissions, readPermissions } from '../../apollo/permission-set.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { isChange, isWidened } from '../../ui/access-change.ts';
import { PermissionList } from '../../ui/permission-list.tsx';
import { RepositoryList } from '../../ui/repository-list.tsx';
import styles from './access-comparison.module.css';

const AccessComparison_token = graphql(`
  fragment AccessComparison_token on FineGrainedToken {
    id
    grant {
      id
      repositorySelection
      repositories(first: 50) {
        ...ComparedRepositories
      }
      permissions {
        ...PermissionSet_levels
      }
    }
    latestRequest {
      id
      status
      repositorySelection
      repositories(first: 50) {
        ...ComparedRepositories
      }
      repositoriesAdded(first: 50) {
        totalCount
        nodes {
          id
        }
      }
      repositoriesWidened
      permissions {
        ...PermissionSet_levels
      }
      permissionsAdded {
        ...PermissionSet_levels
      }
      permissionsUpgraded {
        ...PermissionSet_levels
      }
      permissionsKept {
        ...PermissionSet_levels
      }
      permissionsDropped {
        ...PermissionSet_levels
      }
    }
  }
`);

const ComparedRepositories = graphql(`
  fragment ComparedRepositories on RepositoryConnection {
    totalCount
    nodes {
      id
      name
      visibility
    }
  }
`);

type Props = { token: FragmentType<typeof AccessComparison_token>; children: React.ReactNode };

/** While a change waits: what is in force beside what is asked. Else its children, which say the one access there is. (TK-11, RQ-10) */
export function AccessComparison({ token: masked, children }: Props) {
  const { grant, latestRequest: request } = readFragment(AccessComparison_token, masked);
  if (!grant || request?.status !== 'PENDING') return children;
  const change = {
    repositoriesWidened: request.repositoriesWidened,
    permissionsAdded: readPermissions(request.permissionsAdded),
    permissionsUpgraded: readPermissions(request.permissionsUpgraded),
    permissionsKept: readPermissions(request.permissionsKept),
    // What was given up has ended already: it is part of neither side.
    permissionsDropped: NONE,
  };
  const added = request.repositoriesAdded.nodes.flatMap((repository) => repository?.id ?? []);
  return (
    <div className={styles.sides}>
      <Side id="access-in-force" title={t('tokens.compare.inForce')} access={grant} />
      <Side
        id="access-asked"
        title={t('tokens.compare.asked')}
        access={request}
        change={isChange(change) ? { ...change, added, widened: isWidened(change) } : undefined}
      />
    </div>
  );
}

const NONE = { repository: [], organization: [], user: [] };

type SideProps = {
  id: string;
  title: string;
  access: {
    repositorySelection: 'NONE' | 'ALL' | 'SUBSET';
    repositories: FragmentType<typeof ComparedRepositories>;
    permissions: MaskedPermissions;
  };
  change?: React.ComponentProps<typeof PermissionList>['change'] &
    React.ComponentProps<typeof RepositoryList>['change'];
};

function Side({ id, title, access, change }: SideProps) {
  const { totalCount, nodes } = readFragment(ComparedRepositories, access.repositories);
  return (
    <section className={styles.side} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      <RepositoryList
        selection={access.repositorySelection}
        total={totalCount}
        repositories={nodes.filter((repository) => repository !== null)}
        change={change}
      />
      <PermissionList permissions={readPermissions(access.permissions)} change={change} />
    </section>
  );
}
