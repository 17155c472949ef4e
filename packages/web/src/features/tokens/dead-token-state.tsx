import { KeyIcon } from '@primer/octicons-react';
import { LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

type Props = { status: 'EXPIRED' | 'REVOKED'; newTokenPath: string };

/** A dead token stays dead; what there is instead. (EX-1) */
export const DeadTokenState = ({ status, newTokenPath }: Props) => (
  <div role="alert">
    <EmptyState
      icon={<KeyIcon size={24} />}
      title={t(`tokens.regenerate.dead.${status}`)}
      description={t('tokens.regenerate.deadAbout')}
      action={
        <LinkButton as={Link} to={newTokenPath} variant="primary">
          {t('tokens.regenerate.makeNew')}
        </LinkButton>
      }
    />
  </div>
);
