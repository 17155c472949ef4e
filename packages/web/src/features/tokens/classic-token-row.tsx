import { LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ClassicStateLabel } from './classic-state-label.tsx';
import { DeleteTokenButton } from './delete-token-button.tsx';
import { LastUsed, TokenExpiry } from './token-dates.tsx';
import { CLASSIC_TOKENS_PATH } from './tokens-section.tsx';
import list from '../../ui/list.module.css';
import styles from './token-list.module.css';

const ClassicTokenRow_token = graphql(`
  fragment ClassicTokenRow_token on ClassicToken {
    id
    databaseId
    name
    scopes
    expiresAt
    lastUsedAt
    status
    ...ClassicStateLabel_token
  }
`);

export function ClassicTokenRow(props: { token: FragmentType<typeof ClassicTokenRow_token> }) {
  const token = readFragment(ClassicTokenRow_token, props.token);
  const path = `${CLASSIC_TOKENS_PATH}/${token.databaseId}`;
  return (
    <li className={list.row}>
      <div className={list.main}>
        <div className={list.heading}>
          <Link to={path} className={list.name}>
            {token.name}
          </Link>
          <ClassicStateLabel token={token} />
        </div>
        <div className={list.facts}>
          <span className={styles.scopes}>{token.scopes.join(', ') || t('classicTokens.scopes.none')}</span>
        </div>
        <div className={list.facts}>
          <TokenExpiry token={token} />
          <LastUsed at={token.lastUsedAt} />
        </div>
      </div>
      <div className={styles.actions}>
        {token.status === 'ACTIVE' && (
          <LinkButton
            as={Link}
            to={`${path}/regenerate`}
            size="small"
            aria-label={t('tokens.regenerate.label', { name: token.name })}
          >
            {t('tokens.regenerate.button')}
          </LinkButton>
        )}
        <DeleteTokenButton token={token} isInList />
      </div>
    </li>
  );
}
