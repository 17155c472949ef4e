import { SearchIcon } from '@primer/octicons-react';
import { Link } from '@primer/react';
import { useEffect } from 'react';
import { Link as RouterLink } from 'react-router';
import { t } from '../i18n/t.ts';
import { EmptyState } from './empty-state.tsx';

/** The same for what does not exist and what one may not know of. */
export function NotFoundState() {
  useEffect(() => {
    document.title = t('page.title', { title: t('notFound.title') });
  }, []);
  return (
    <EmptyState
      heading="h1"
      icon={<SearchIcon size={24} />}
      title={t('notFound.title')}
      description={t('notFound.description')}
      action={
        <Link as={RouterLink} to="/" inline>
          {t('notFound.home')}
        </Link>
      }
    />
  );
}
