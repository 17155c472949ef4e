import { KeyIcon } from '@primer/octicons-react';
import { LinkButton } from '@primer/react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { TokenStatus } from '../../gql/graphql.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { listFor } from './tokens-section.tsx';

type Props = {
  token: { databaseId: number; name: string; status: TokenStatus };
  /** Whom a fine-grained token is for; null = a classic one. */
  owner: string | null;
  title: string;
  about: string;
  children: ReactNode;
};

/** A page below a token's own, for what can be done as long as the token lives. A dead one stays dead: a new one is offered. (EX-1) */
export function LivingTokenPage({ token, owner, title, about, children }: Props) {
  const list = listFor(owner);
  return (
    <SettingsPage
      title={title}
      breadcrumbs={[
        { title: t(owner === null ? 'classicTokens.title' : 'tokens.title'), to: list },
        { title: token.name, to: `${list}/${token.databaseId}` },
      ]}
      description={about}
    >
      {token.status === 'ACTIVE' ? (
        children
      ) : (
        <div role="alert">
          <EmptyState
            icon={<KeyIcon size={24} />}
            title={t(`tokens.regenerate.dead.${token.status}`)}
            description={t('tokens.regenerate.deadAbout')}
            action={
              <LinkButton
                as={Link}
                to={`${list}/new${owner === null ? '' : `?target_name=${owner}`}`}
                variant="primary"
              >
                {t('tokens.regenerate.makeNew')}
              </LinkButton>
            }
          />
        </div>
      )}
    </SettingsPage>
  );
}
