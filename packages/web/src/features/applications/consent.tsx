import { Avatar, Button, Heading } from '@primer/react';
import { type ReactNode, useId, useState } from 'react';
import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { AvatarList, AvatarRow } from '../../ui/avatar-list.tsx';
import { PermissionList } from '../../ui/permission-list.tsx';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { Leaving } from './leaving.tsx';
import { describePlace } from './place.ts';
import type { Asked } from './read-asked.ts';
import { useAuthorizeApplication } from './use-authorize-application.ts';
import styles from './applications.module.css';

const Consent_request = graphql(`
  fragment Consent_request on ApplicationAuthorizationRequest {
    app {
      id
      name
      avatarUrl
      description
      organization {
        id
        login
      }
      permissions {
        ...PermissionSet_levels
      }
    }
    organizations {
      id
      login
      name
      avatarUrl
    }
    redirectUri
    cancelUrl
  }
`);

type Props = { asked: Asked; login: string; request: FragmentType<typeof Consent_request> };

/** Whose App it is, what it could do for the person and where, and the place it leads back to: yes or no. */
export function Consent({ asked, login, request: masked }: Props) {
  const { app, organizations, redirectUri, cancelUrl } = readFragment(Consent_request, masked);
  const [authorize, { data, loading }] = useAuthorizeApplication();
  const [isCancelled, setCancelled] = useState(false);
  const refusal = useRefusal('authorize', []);
  const name = <strong>{app.name}</strong>;

  const agree = async () => {
    if (loading) return;
    refusal.clear();
    const { data: done, error } = await authorize({ variables: { input: { ...asked, viewerAgrees: true } } });
    if (!done) refusal.refuse(error);
  };
  if (data) return <Leaving redirectUri={redirectUri} to={data.authorizeApplication.redirectUrl} />;
  if (isCancelled) return <Leaving redirectUri={redirectUri} to={cancelUrl} />;
  return (
    <SettingsPage
      title={t('applications.authorize.title', { name: app.name })}
      badge={<Avatar src={app.avatarUrl} size={32} alt="" square />}
    >
      <p className={styles.words}>
        {app.organization ? (
          <RichText
            message="applications.authorize.by"
            parameters={{ name, organization: <strong>{app.organization.login}</strong>, login }}
          />
        ) : (
          <RichText message="applications.authorize.byItself" parameters={{ name, login }} />
        )}
      </p>
      {app.description && <p className={styles.about}>{app.description}</p>}
      <Part title={t('applications.authorize.what')} about={t('applications.authorize.whatAbout')}>
        <div>
          <PermissionList permissions={readPermissions(app.permissions)} />
        </div>
      </Part>
      <Part
        title={t('applications.authorize.where')}
        about={t(organizations.length > 0 ? 'applications.authorize.whereAbout' : 'applications.authorize.nowhere')}
      >
        {organizations.length > 0 && (
          <AvatarList label={t('applications.authorize.where')}>
            {organizations.map((one) => (
              <AvatarRow
                key={one.id}
                login={one.login}
                name={one.name}
                picture={{ url: one.avatarUrl, square: true }}
              />
            ))}
          </AvatarList>
        )}
      </Part>
      <div className={styles.decision}>
        <RefusalBanner
          id={refusal.idOf('failure')}
          title={t('applications.authorize.failed')}
          failure={refusal.failure}
        />
        <p className={styles.words}>
          <RichText
            message="applications.authorize.back"
            parameters={{ place: <strong>{describePlace(redirectUri)}</strong> }}
          />
        </p>
        <div className={styles.buttons}>
          <Button variant="primary" loading={loading} onClick={() => void agree()}>
            {t('applications.authorize.agree')}
          </Button>
          <Button disabled={loading} onClick={() => setCancelled(true)}>
            {t('common.cancel')}
          </Button>
        </div>
        <p className={styles.about}>{t('applications.authorize.later')}</p>
      </div>
    </SettingsPage>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <Heading as="h2" variant="small" id={id}>
        {title}
      </Heading>
      <p className={styles.about}>{about}</p>
      {children}
    </section>
  );
}
