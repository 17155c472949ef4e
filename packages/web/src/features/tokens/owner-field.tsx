import { ActionList, ActionMenu, Avatar, Text } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { FIELD_IDS } from './field-ids.ts';
import { formatNames } from './format-names.ts';
import type { OwnerTerms } from './token-draft.ts';
import type { DraftForm } from './use-token-draft.ts';
import styles from './token-form.module.css';

type Owner = OwnerTerms & { avatarUrl: string; deciders: readonly { login: string }[] };
type Props<Choice extends Owner> = { form: DraftForm; owners: readonly Choice[]; onChoose: (owner: Choice) => void };

/** Whom the token is for: oneself, or an organization that lets one. */
export function OwnerField<Choice extends Owner>({ form: { draft, problems }, owners, onChoose }: Props<Choice>) {
  const chosen = owners.find(({ login }) => login === draft.resourceOwner)!;
  return (
    <div className={styles.together}>
      <span id="token-resource-owner-label" className={styles.label}>
        {t('tokens.form.resourceOwner')}
      </span>
      <ActionMenu>
        <ActionMenu.Button
          id={FIELD_IDS.resourceOwner}
          aria-labelledby="token-resource-owner-label token-resource-owner"
          aria-describedby="token-resource-owner-about"
          className={styles.ownerButton}
          leadingVisual={<OwnerAvatar owner={chosen} />}
        >
          {chosen.login}
        </ActionMenu.Button>
        <ActionMenu.Overlay width="medium" maxHeight="large" overflow="auto">
          <ActionList selectionVariant="single">
            {owners.map((owner) => (
              <ActionList.Item
                key={owner.login}
                selected={owner.login === draft.resourceOwner}
                onSelect={() => onChoose(owner)}
              >
                <ActionList.LeadingVisual>
                  <OwnerAvatar owner={owner} />
                </ActionList.LeadingVisual>
                {owner.login}
                {owner.approvalRequired && (
                  <ActionList.Description variant="block">{t('tokens.form.needsApproval')}</ActionList.Description>
                )}
              </ActionList.Item>
            ))}
          </ActionList>
        </ActionMenu.Overlay>
      </ActionMenu>
      <div id="token-resource-owner-about">
        <p className={styles.caption}>{t('tokens.form.ownerCaption')}</p>
        {chosen.isOrganization && (
          <p className={chosen.approvalRequired ? styles.approval : styles.caption}>{approvalText(chosen)}</p>
        )}
      </div>
      {problems.texts.resourceOwner && (
        <Text as="p" className={styles.problem}>
          {problems.texts.resourceOwner}
        </Text>
      )}
    </div>
  );
}

/** What becomes of the request for the token. (TK-5, RQ-2) */
function approvalText({ approvalRequired, deciders }: Owner): string {
  if (!approvalRequired) return t('tokens.form.approvedAtOnce');
  return deciders.length === 0
    ? t('tokens.form.needsApprovalOfOwner')
    : t('tokens.form.needsApprovalBy', {
        count: deciders.length,
        deciders: formatNames(deciders.map(({ login }) => login)),
      });
}

const OwnerAvatar = ({ owner }: { owner: Owner }) => (
  <Avatar src={owner.avatarUrl} alt="" size={16} square={owner.isOrganization} />
);
