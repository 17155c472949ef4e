import { Avatar } from '@primer/react';
import { Link } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { DeleteTokenButton } from './delete-token-button.tsx';
import { LastUsed, TokenExpiry } from './token-dates.tsx';
import { TokenStateLabel } from './token-state-label.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';
import list from '../../ui/list.module.css';
import styles from './token-list.module.css';

const TokenRow_token = graphql(`
  fragment TokenRow_token on FineGrainedToken {
    id
    databaseId
    name
    expiresAt
    lastUsedAt
    status
    resourceOwner {
      ... on User {
        id
        login
        avatarUrl
      }
      ... on Organization {
        id
        login
        avatarUrl
      }
    }
    ...TokenStateLabel_token
  }
`);

export function TokenRow(props: { token: FragmentType<typeof TokenRow_token> }) {
  const token = readFragment(TokenRow_token, props.token);
  return (
    <li className={list.row}>
      <div className={list.main}>
        <div className={list.heading}>
          <Link to={`${TOKENS_PATH}/${token.databaseId}`} className={list.name}>
            {token.name}
          </Link>
          <TokenStateLabel token={token} />
        </div>
        <div className={list.facts}>
          <span className={styles.owner}>
            <Avatar
              src={token.resourceOwner.avatarUrl}
              alt=""
              size={16}
              square={token.resourceOwner.__typename === 'Organization'}
            />
            {token.resourceOwner.login}
          </span>
          <TokenExpiry token={token} />
          <LastUsed at={token.lastUsedAt} />
        </div>
      </div>
      <DeleteTokenButton token={token} isInList />
    </li>
  );
}
