import { useQuery } from '@apollo/client/react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { Consent } from './consent.tsx';
import { GoOn } from './go-on.tsx';
import { Leaving } from './leaving.tsx';
import { type Asked, readAsked } from './read-asked.ts';
import { NoApp, Stopped } from './stopped.tsx';
import styles from './applications.module.css';

const AuthorizePage_query = graphql(`
  query AuthorizePage(
    $clientId: String!
    $redirectUri: String
    $state: String
    $responseType: String
    $codeChallenge: String
    $codeChallengeMethod: String
  ) {
    applicationAuthorizationRequest(
      clientId: $clientId
      redirectUri: $redirectUri
      state: $state
      responseType: $responseType
      codeChallenge: $codeChallenge
      codeChallengeMethod: $codeChallengeMethod
    ) {
      refusalUrl
      viewerMustAgree
      redirectUri
      ...Consent_request
    }
    viewer {
      id
      login
    }
  }
`);

/** Where an App sends people whom it wants to act for. (AP-7) */
export function AuthorizePage() {
  const [address] = useSearchParams();
  const asked = useMemo(() => readAsked(address), [address]);
  return (
    <PlainPage>
      <div className={styles.narrow}>{asked ? <Request key={address.toString()} asked={asked} /> : <NoApp />}</div>
    </PlainPage>
  );
}

function Request({ asked }: { asked: Asked }) {
  const { data, error, refetch } = useQuery(AuthorizePage_query, { variables: asked, fetchPolicy: 'network-only' });
  const askAgain = useCallback(() => void refetch(), [refetch]);
  const request = data?.applicationAuthorizationRequest;
  if (!request && error) return <Stopped error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (!request) return <NoApp />;
  const { refusalUrl, viewerMustAgree, redirectUri } = request;
  if (refusalUrl) return <Leaving redirectUri={redirectUri} to={refusalUrl} />;
  return viewerMustAgree ? (
    <Consent asked={asked} login={data.viewer.login} request={request} />
  ) : (
    <GoOn asked={asked} redirectUri={redirectUri} onMustAsk={askAgain} />
  );
}
