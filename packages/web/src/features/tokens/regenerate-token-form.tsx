import { Banner } from '@primer/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { describeError } from '../../apollo/describe-error.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { checkExpiry } from './check-draft.ts';
import { ClassicPolicyNotice } from './classic-policy-notice.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { defaultExpiry, expiryInput } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import { TokenForm } from './token-form.tsx';
import { listFor, useSecretInHand } from './tokens-section.tsx';
import { useFormProblems } from './use-form-problems.ts';
import { useRegenerateToken } from './use-regenerate-token.ts';
import styles from './token-form.module.css';

const RegenerateTokenForm_viewer = graphql(`
  fragment RegenerateTokenForm_viewer on User {
    resourceOwners {
      login
      maximumLifetimeDays
    }
    ...ClassicPolicyNotice_viewer
  }
`);

type Props = {
  token: { id: string; databaseId: number; name: string };
  /** Whom a fine-grained token is for; null = a classic one. */
  owner: string | null;
  viewer: FragmentType<typeof RegenerateTokenForm_viewer>;
  /** The token is not what it was when the page was read. */
  onConflict: () => void;
};

/** The choice of a new expiry within the owner's limit, and what regenerating does. (TK-10, PO-5) */
export function RegenerateTokenForm({ token, owner, onConflict, ...props }: Props) {
  const viewer = readFragment(RegenerateTokenForm_viewer, props.viewer);
  const terms = viewer.resourceOwners?.find(({ login }) => login === owner);
  const days = terms?.maximumLifetimeDays;
  const limit = owner === null || days == null ? null : { days, owner };
  const [expiry, setExpiry] = useState<Expiry>(() => defaultExpiry(days));
  const problems = useFormProblems();
  // Where the new secret is shown.
  const list = listFor(owner);
  const navigate = useNavigate();
  const { showOnce } = useSecretInHand();
  const [regenerate, { loading }] = useRegenerateToken();

  const submit = async () => {
    // A second one would make the secret that the first one shows a dead one.
    if (loading || !problems.passes(checkExpiry(expiry, days, Date.now()))) return;
    const { data, error } = await regenerate({ variables: { input: { tokenId: token.id, ...expiryInput(expiry) } } });
    if (!data) {
      problems.refuse(error);
      if (describeError(error).code === 'CONFLICT') onConflict();
      return;
    }
    const { secret, token: renewed } = data.regenerateToken;
    const example = renewed.__typename === 'FineGrainedToken' ? renewed.repositories.nodes[0]?.cloneUrl : null;
    showOnce({
      secret,
      name: renewed.name,
      cloneUrl: example ?? null,
      ownerLogin: owner,
      userLogin: renewed.user.login,
    });
    await navigate(list, { replace: true });
  };

  return (
    <TokenForm
      title={t('tokens.regenerate.title', { name: token.name })}
      failure={{ title: t('tokens.regenerate.failed'), reason: problems.failure }}
      submit={t('tokens.regenerate.button')}
      submitting={loading}
      onSubmit={() => void submit()}
      back={`${list}/${token.databaseId}`}
    >
      {owner !== null && !terms && <Banner variant="warning" title={t('tokens.regenerate.refusedThere', { owner })} />}
      <ul className={styles.summary}>
        <li>{t('tokens.regenerate.oldSecret')}</li>
        <li>{t(owner === null ? 'tokens.regenerate.accessClassic' : 'tokens.regenerate.access')}</li>
        <li>{t('tokens.regenerate.newSecret')}</li>
      </ul>
      <ExpiryField
        expiry={expiry}
        limit={limit}
        problem={problems.texts.expiry}
        onChange={(chosen) => {
          setExpiry(chosen);
          problems.mend('expiry');
        }}
      />
      {owner === null && <ClassicPolicyNotice viewer={viewer} expiry={expiry} />}
    </TokenForm>
  );
}
