import { Avatar, Button } from '@primer/react';
import { useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import list from '../../ui/list.module.css';
import styles from './applications.module.css';

const ApplicationRow_authorization = graphql(`
  fragment ApplicationRow_authorization on ApplicationAuthorization {
    id
    createdAt
    lastUsedAt
    app {
      id
      name
      avatarUrl
      organization {
        id
        login
      }
    }
  }
`);

type Props = {
  authorization: FragmentType<typeof ApplicationRow_authorization>;
  onRevoked: (name: string) => void;
};

/** One App that acts for the person: whose it is, since when, and the way to end it. */
export function ApplicationRow({ authorization, onRevoked }: Props) {
  const { id, app, createdAt, lastUsedAt } = readFragment(ApplicationRow_authorization, authorization);
  const [asking, setAsking] = useState(false);
  return (
    <li className={list.row}>
      <Avatar src={app.avatarUrl} size={32} alt="" square />
      <div className={list.main}>
        <strong className={styles.name}>{app.name}</strong>
        <div className={list.facts}>
          {app.organization && <span>{t('applications.of', { organization: app.organization.login })}</span>}
          <span>
            {t('applications.since')} <Moment at={createdAt} />
          </span>
          <span>
            {lastUsedAt ? (
              <>
                {t('token.lastUsed')} <Moment at={lastUsedAt} />
              </>
            ) : (
              t('token.neverUsed')
            )}
          </span>
        </div>
      </div>
      <Button
        size="small"
        variant="danger"
        aria-label={t('applications.revoke.of', { name: app.name })}
        onClick={() => setAsking(true)}
      >
        {t('applications.revoke.button')}
      </Button>
      {asking && (
        <RevokeDialog
          authorization={{ id, name: app.name }}
          onClose={() => setAsking(false)}
          onRevoked={() => onRevoked(app.name)}
        />
      )}
    </li>
  );
}
