import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import styles from './apps.module.css';

const AppFacts_app = graphql(`
  fragment AppFacts_app on App {
    databaseId
    slug
    clientId
    installationCount
  }
`);

/** What a program needs to know to sign in as the App. */
export function AppFacts({ app }: { app: FragmentType<typeof AppFacts_app> }) {
  const { databaseId, slug, clientId, installationCount } = readFragment(AppFacts_app, app);
  return (
    <Facts
      facts={[
        { term: t('apps.facts.id'), text: databaseId },
        {
          term: t('apps.facts.clientId'),
          text: (
            <span className={styles.value}>
              <code>{clientId}</code>
              <CopyButton text={clientId} label={t('apps.facts.copyClientId')} />
            </span>
          ),
        },
        { term: t('apps.facts.address'), text: `/apps/${slug}` },
        { term: t('apps.facts.installations'), text: installationCount ?? 0 },
      ]}
    />
  );
}
