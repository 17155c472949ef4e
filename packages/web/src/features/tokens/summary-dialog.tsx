import type { PermissionMap } from '@countersign/schema';
import { Dialog } from '@primer/react';
import { useState } from 'react';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { expiresAtOf } from './expiry.ts';
import { PermissionList } from './permission-list.tsx';
import { wantedPermissions } from './token-draft.ts';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';
import styles from './token-form.module.css';

type Props = {
  draft: TokenDraft;
  owner: OwnerTerms;
  generating: boolean;
  onGenerate: () => void;
  onClose: () => void;
};

/** What the token will be able to do, in words, before it is made. */
export function SummaryDialog({ draft, owner, generating, onGenerate, onClose }: Props) {
  const [expiresAt] = useState(() => expiresAtOf(draft.expiry, Date.now()));
  return (
    <Dialog
      title={t('tokens.summary.title', { name: draft.name })}
      width="large"
      onClose={onClose}
      footerButtons={[
        { content: t('common.cancel'), onClick: onClose },
        {
          content: t('tokens.summary.generate'),
          buttonType: 'primary',
          loading: generating,
          onClick: onGenerate,
          autoFocus: true,
        },
      ]}
    >
      <p className={styles.summaryLead}>{t('tokens.summary.lead')}</p>
      <ul className={styles.summary}>
        <li>
          {expiresAt ? t('tokens.summary.expires', { date: formatDay(expiresAt) }) : t('tokens.summary.neverExpires')}
        </li>
        <li>
          {owner.approvalRequired
            ? t('tokens.summary.needsApproval', { owner: owner.login })
            : t('tokens.summary.works', { owner: owner.login })}
        </li>
        <li>
          {repositoriesText(draft, owner.login)}
          {draft.repositorySelection === 'SUBSET' && (
            <ul>
              {draft.repositories.map(({ id, name }) => (
                <li key={id}>
                  {owner.login}/{name}
                </li>
              ))}
            </ul>
          )}
        </li>
        <li>
          <PermissionsWanted wanted={wantedPermissions(draft, owner)} />
        </li>
      </ul>
    </Dialog>
  );
}

function PermissionsWanted({ wanted }: { wanted: PermissionMap }) {
  const permissions = Object.entries(wanted).map(([key, level]) => ({ key, level }));
  if (permissions.length === 0) return t('tokens.summary.noPermissions');
  return (
    <>
      {t('tokens.summary.permissions', { count: permissions.length })}
      <PermissionList permissions={permissions} />
    </>
  );
}

function repositoriesText({ repositorySelection, repositories }: TokenDraft, owner: string): string {
  if (repositorySelection === 'NONE') return t('tokens.summary.NONE');
  if (repositorySelection === 'ALL') return t('tokens.summary.ALL', { owner });
  return t('tokens.summary.SUBSET', { owner, count: repositories.length });
}
