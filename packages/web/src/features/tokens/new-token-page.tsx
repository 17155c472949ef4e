import { useQuery } from '@apollo/client/react';
import { Banner } from '@primer/react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { EmailNotice } from './email-notice.tsx';
import { NewTokenForm, NewTokenForm_owner } from './new-token-form.tsx';
import type { NewTokenOwner } from './new-token-form.tsx';
import { readPrefill } from './prefill.ts';
import { TOKENS_PATH } from './tokens-section.tsx';
import styles from './token-form.module.css';

const NewTokenPage_query = graphql(`
  query NewTokenPage {
    viewer {
      id
      emailVerified
      resourceOwners {
        login
        ...NewTokenForm_owner
      }
    }
  }
`);

/** The form, once it is known for whom a token may be; its address may pre-fill it. (TK-6) */
export function NewTokenPage() {
  const { data, error, refetch } = useQuery(NewTokenPage_query, { fetchPolicy: 'network-only' });
  const owners = readFragment(NewTokenForm_owner, data?.viewer.resourceOwners ?? []);
  return (
    <SettingsPage
      title={t('tokens.form.title')}
      breadcrumbs={[{ title: t('tokens.title'), to: TOKENS_PATH }]}
      description={t('tokens.form.about')}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
      {data?.viewer.emailVerified === false && <EmailNotice />}
      {data && isSome(owners) && <PrefilledForm owners={owners} />}
    </SettingsPage>
  );
}

type Owners = readonly [NewTokenOwner, ...NewTokenOwner[]];
const isSome = (owners: readonly NewTokenOwner[]): owners is Owners => owners.length > 0;

function PrefilledForm({ owners }: { owners: Owners }) {
  const [address] = useSearchParams();
  // Read once: what the person types must not be undone by a re-render.
  const [start] = useState(() => readPrefill(address, owners, Date.now()));
  return (
    <>
      {start.problems.length > 0 && (
        <Banner variant="warning" title={t('tokens.prefill.title')} className={styles.notice}>
          <Banner.Description>
            <ul>
              {start.problems.map(({ problem, value }) => (
                <li key={`${problem} ${value}`}>{t(`tokens.prefill.${problem}`, { value })}</li>
              ))}
            </ul>
          </Banner.Description>
        </Banner>
      )}
      <NewTokenForm owners={owners} start={start} />
    </>
  );
}
