import { useQuery } from '@apollo/client/react';
import { Button } from '@primer/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { InstallationRepositories, type Reach, toReachInput } from './installation-repositories.tsx';
import { useUpdateInstallation } from './use-update-installation.ts';
import styles from './apps.module.css';

const ChosenRepositories_query = graphql(`
  query InstallationChosenRepositories($id: ID!, $after: String) {
    node(id: $id) {
      id
      ... on AppInstallation {
        repositories(first: 100, after: $after) {
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            id
            name
          }
        }
      }
    }
  }
`);

type Installation = { id: string; name: string; repositorySelection: 'NONE' | 'ALL' | 'SUBSET' };
type Props = { organization: string; installation: Installation; onClose: () => void };

/** The form in its place in the list, once all that is chosen now is known. It takes the focus. */
export function ChangeRepositoriesForm({ organization, installation, onClose }: Props) {
  const { id, name } = installation;
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const { data, error, fetchMore, refetch } = useQuery(ChosenRepositories_query, {
    variables: { id },
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
  });
  const node = data?.node?.__typename === 'AppInstallation' ? data.node : null;
  const after = node?.repositories?.pageInfo.hasNextPage ? node.repositories.pageInfo.endCursor : null;
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    // What is saved is all that is chosen, so all of it is read first.
    if (after) fetchMore({ variables: { after } }).catch(setFailure);
  }, [after, fetchMore]);
  const problem = node ? after && failure : error;
  const retry = () => {
    setFailure(null);
    void refetch().catch(setFailure);
  };
  return (
    <section ref={box} tabIndex={-1} aria-label={t('apps.repositories.changeOf', { name })}>
      {Boolean(problem) && <ErrorState error={problem} onRetry={retry} />}
      {(!node || after) && !problem && <ListSkeleton rows={1} />}
      {node && !after && (
        <Form
          organization={organization}
          installation={installation}
          chosen={node.repositories?.nodes.filter((one) => one !== null) ?? []}
          onClose={onClose}
        />
      )}
    </section>
  );
}

function Form({ organization, installation, chosen, onClose }: Props & { chosen: Reach['repositories'] }) {
  const { id, repositorySelection } = installation;
  const [reach, setReach] = useState<Reach>({
    repositorySelection: repositorySelection === 'ALL' ? 'ALL' : 'SUBSET',
    repositories: chosen,
  });
  const [update, { loading }] = useUpdateInstallation();
  const refusal = useRefusal(`repositories-of-${id}`, ['repositories']);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (loading) return;
    refusal.clear();
    if (reach.repositorySelection === 'SUBSET' && reach.repositories.length === 0) {
      refusal.show({ repositories: t('apps.repositories.missing') }, null);
      return;
    }
    const { data, error } = await update({ variables: { input: { installationId: id, ...toReachInput(reach) } } });
    if (data) onClose();
    else refusal.refuse(error);
  };
  return (
    <form noValidate className={styles.inner} onSubmit={(event) => void save(event)}>
      <RefusalBanner id={refusal.idOf('failure')} title={t('apps.repositories.failed')} failure={refusal.failure} />
      <InstallationRepositories
        id={refusal.idOf('repositories')}
        organization={organization}
        reach={reach}
        problem={refusal.texts.repositories}
        onChange={(next) => {
          setReach(next);
          refusal.mend('repositories');
        }}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" size="small" loading={loading}>
          {t('apps.repositories.save')}
        </Button>
        <Button size="small" disabled={loading} onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
