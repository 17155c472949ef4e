import { Breadcrumbs, Heading } from '@primer/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { t } from '../i18n/t.ts';
import styles from './settings-page.module.css';

type Crumb = { title: string; to: string };

type Props = {
  title: string;
  /** What stands beside the title: a state, a count. */
  badge?: ReactNode;
  /** The pages above this one, outermost first. */
  breadcrumbs?: readonly Crumb[];
  description?: ReactNode;
  /** Buttons on the right of the title. */
  actions?: ReactNode;
  /** What was done here that takes away what had the focus: when it becomes another thing, the title has it. Falsy: nothing. */
  focusAfter?: unknown;
  children: ReactNode;
};

/** What every page of settings has: its title (also in the tab), the way back, its actions. */
export function SettingsPage({ title, badge, breadcrumbs = [], description, actions, focusAfter, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('page.title', { title });
  }, [title]);
  useEffect(() => {
    if (focusAfter) heading.current?.focus();
  }, [focusAfter]);
  return (
    <>
      {breadcrumbs.length > 0 && (
        <Breadcrumbs className={styles.breadcrumbs}>
          {breadcrumbs.map((crumb) => (
            <Breadcrumbs.Item key={crumb.to} as={Link} to={crumb.to}>
              {crumb.title}
            </Breadcrumbs.Item>
          ))}
        </Breadcrumbs>
      )}
      <div className={styles.head}>
        <div className={styles.title}>
          <Heading as="h1" variant="medium" ref={heading} tabIndex={-1}>
            {title}
          </Heading>
          {badge}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {description && <p className={styles.description}>{description}</p>}
      {children}
    </>
  );
}
