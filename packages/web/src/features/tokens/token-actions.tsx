import { Button, LinkButton } from '@primer/react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { TokenStatus } from '../../gql/graphql.ts';
import { t } from '../../i18n/t.ts';
import { DeleteTokenDialog } from './delete-token-dialog.tsx';

type Props = {
  token: { id: string; databaseId: number; name: string; status: TokenStatus };
  /** The address of the list it stands in. */
  list: string;
};

/** What can be done with a token as a whole: a new secret while it lives (TK-10), and its end (TK-12). */
export function TokenActions({ token, list }: Props) {
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      {token.status === 'ACTIVE' && (
        <LinkButton as={Link} to={`${list}/${token.databaseId}/regenerate`}>
          {t('tokens.regenerate.button')}
        </LinkButton>
      )}
      <Button variant="danger" onClick={() => setDeleting(true)}>
        {t('tokens.delete.button')}
      </Button>
      {deleting && (
        <DeleteTokenDialog
          token={token}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(list, { replace: true })}
        />
      )}
    </>
  );
}
