import { Banner, Button } from '@primer/react';
import { useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { formatNames } from './format-names.ts';
import { RequestAccessDialog } from './request-access-dialog.tsx';
import { useCancelTokenRequest } from './use-cancel-token-request.ts';
import styles from './token-details.module.css';

const TokenRequestPanel_token = graphql(`
  fragment TokenRequestPanel_token on FineGrainedToken {
    id
    name
    viewerCanRequestAccess
    blockedBy {
      code
      message
    }
    latestRequest {
      id
      status
      reason
      createdAt
      decidedAt
      decisionReason
      viewerCanCancel
      deciders {
        id
        login
      }
      organization {
        id
        login
      }
    }
  }
`);

type Props = { token: FragmentType<typeof TokenRequestPanel_token>; onWithdrawn: () => void };

/** Why the token does not reach what it is for, who can change that, and what its user can do about it. (RQ-10, RQ-13) */
export function TokenRequestPanel({ token: masked, onWithdrawn }: Props) {
  const token = readFragment(TokenRequestPanel_token, masked);
  const [asking, setAsking] = useState(false);
  const [cancel, { loading, error }] = useCancelTokenRequest();
  const request = token.latestRequest;
  const waits = request?.status === 'PENDING';
  if (!token.blockedBy && !waits) return null;
  const withdraw = async (requestId: string) => {
    const { data } = await cancel({ variables: { input: { requestId } } });
    if (data) onWithdrawn();
  };

  return (
    <>
      <Banner
        variant={waits ? 'warning' : 'critical'}
        title={waits ? t('tokens.request.waiting') : t(`tokens.state.${token.blockedBy!.code}`)}
      >
        <Banner.Description className={styles.notice}>
          {token.blockedBy && <p>{token.blockedBy.message}</p>}
          {waits && (
            <p>
              {t('tokens.request.since', {
                date: formatMoment(request.createdAt),
                deciders: formatNames(request.deciders.map(({ login }) => login)),
              })}
            </p>
          )}
          {waits && !token.blockedBy && <p>{t('tokens.request.changeWaits')}</p>}
          {waits && request.reason && <p>{t('tokens.request.reason', { reason: request.reason })}</p>}
          {request?.status === 'DENIED' && request.decidedAt && (
            <p>{t('tokens.request.deniedOn', { date: formatMoment(request.decidedAt) })}</p>
          )}
          {request?.status === 'DENIED' && request.decisionReason && (
            <p>{t('tokens.request.deniedBecause', { reason: request.decisionReason })}</p>
          )}
          {error && <p role="alert">{describeError(error).message}</p>}
          {waits && request.viewerCanCancel && (
            <Button loading={loading} onClick={() => void withdraw(request.id)}>
              {t('tokens.request.withdraw')}
            </Button>
          )}
          {!waits && token.viewerCanRequestAccess && (
            <Button onClick={() => setAsking(true)}>{t('tokens.request.again')}</Button>
          )}
        </Banner.Description>
      </Banner>
      {asking && <RequestAccessDialog token={token} onClose={() => setAsking(false)} />}
    </>
  );
}
