import { LinkButton } from '@primer/react';
import { Link, useNavigate } from 'react-router';
import type { TokenStatus } from '../../gql/graphql.ts';
import { t } from '../../i18n/t.ts';
import { DeleteTokenButton } from './delete-token-button.tsx';

type Props = {
  token: { id: string; databaseId: number; name: string; status: TokenStatus };
  /** The address of the list it stands in. */
  list: string;
  /** Whether its edit has a page of its own. */
  isEdited?: boolean;
};

/** What can be done with a token: a change (TK-11) and a new secret (TK-10) while it lives, and its end (TK-12). */
export function TokenActions({ token, list, isEdited = false }: Props) {
  const navigate = useNavigate();
  return (
    <>
      {token.status === 'ACTIVE' && isEdited && (
        <LinkButton as={Link} to={`${list}/${token.databaseId}/edit`}>
          {t('tokens.edit.button')}
        </LinkButton>
      )}
      {token.status === 'ACTIVE' && (
        <LinkButton as={Link} to={`${list}/${token.databaseId}/regenerate`}>
          {t('tokens.regenerate.button')}
        </LinkButton>
      )}
      <DeleteTokenButton token={token} onDeleted={() => void navigate(list, { replace: true })} />
    </>
  );
}
