import { Banner } from '@primer/react';
import { useState } from 'react';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { refusalsOf } from './classic-policy.ts';
import type { Expiry } from './expiry.ts';
import styles from './token-form.module.css';

export const ClassicPolicyNotice_viewer = graphql(`
  fragment ClassicPolicyNotice_viewer on User {
    organizations(first: 100) {
      nodes {
        id
        login
        viewerTokenPolicy {
          allowsFineGrained
          allowsClassic
          classicMaxDays
        }
      }
    }
  }
`);

const MOST = 10;

/** While a classic token is being made: which of my organizations would refuse it, and why. (PO-4, PO-5) */
export function ClassicPolicyNotice(props: {
  viewer: FragmentType<typeof ClassicPolicyNotice_viewer>;
  expiry: Expiry;
}) {
  const { organizations: mine } = readFragment(ClassicPolicyNotice_viewer, props.viewer);
  const organizations = (mine?.nodes ?? []).flatMap((organization) =>
    organization?.viewerTokenPolicy ? [{ login: organization.login, ...organization.viewerTokenPolicy }] : [],
  );
  const [now] = useState(() => Date.now());
  const refusals = refusalsOf(organizations, props.expiry, now);
  const summary =
    refusals.length === 0
      ? t('classicTokens.policy.accepted')
      : t('classicTokens.policy.refused', { count: refusals.length });

  if (organizations.length === 0) return null;
  return (
    <div>
      <Announce>{summary}</Announce>
      {refusals.length === 0 ? (
        <p className={styles.caption}>{summary}</p>
      ) : (
        <Banner variant="warning" title={summary} className={styles.notice}>
          <Banner.Description>
            <ul>
              {refusals.slice(0, MOST).map(({ login, maxDays, allowsFineGrained }) => (
                <li key={login}>
                  {maxDays === null
                    ? t(`classicTokens.policy.${allowsFineGrained ? 'restricted' : 'restrictedBoth'}`, {
                        organization: login,
                      })
                    : t('classicTokens.policy.lifetime', { organization: login, count: maxDays })}
                </li>
              ))}
              {refusals.length > MOST && <li>{t('list.andMore', { count: refusals.length - MOST })}</li>}
            </ul>
            {t('classicTokens.publicStill')}
          </Banner.Description>
        </Banner>
      )}
    </div>
  );
}
