import { skipToken, useQuery } from '@apollo/client/react';
import { Heading } from '@primer/react';
import { Link } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import { formatDay } from '../../i18n/format.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Moment } from '../../ui/moment.tsx';
import { CANCELLED_ACTION, REVOKED_ACTION, storyOfToken, type StoryStep } from './story-of-token.ts';
import styles from './request-story.module.css';

const StoryRequests = graphql(`
  fragment StoryRequests on TokenRequestConnection {
    nodes {
      id
      databaseId
      status
      reason
      createdAt
      decidedAt
      decidedAutomatically
      decisionReason
      decidedBy {
        ... on User {
          id
          login
        }
        ... on App {
          id
          name
        }
      }
      requester {
        id
        login
      }
      token {
        databaseId
      }
      organization {
        id
        login
      }
    }
  }
`);

const OwnersStory_query = graphql(`
  query OwnersStory($login: String!, $requester: [String!], $cancelled: AuditLogFilter, $revoked: AuditLogFilter) {
    organization(login: $login) {
      id
      tokenRequests(
        filter: { status: [PENDING, APPROVED, DENIED, CANCELLED], owners: $requester }
        orderBy: { field: CREATED_AT, direction: DESC }
        first: 100
      ) {
        ...StoryRequests
      }
      cancelled: auditLog(filter: $cancelled, first: 50) {
        ...StoryEntries
      }
      revoked: auditLog(filter: $revoked, first: 50) {
        ...StoryEntries
      }
    }
  }
`);

const StoryEntries = graphql(`
  fragment StoryEntries on AuditEntryConnection {
    nodes {
      id
      action
      actorLogin
      at
      details
    }
  }
`);

const RequestersStory_query = graphql(`
  query RequestersStory {
    viewer {
      id
      tokenRequests(first: 100) {
        ...StoryRequests
      }
    }
  }
`);

type Props = {
  organization: string;
  request: { databaseId: number };
  requester: string;
  tokenId: number;
  /** Owners read all of it; a requester what became of the requests. */
  isOwner: boolean;
};

/** What happened to the token in the organization, before this request and after it. (RQ-9) */
export function RequestStory({ organization, request, requester, tokenId, isOwner }: Props) {
  // The log is searched by the token's number, which its entries hold; which of those found are about it is told here.
  const ofToken = (action: string) => ({ action, text: String(tokenId) });
  const owners = useQuery(
    OwnersStory_query,
    isOwner
      ? {
          variables: {
            login: organization,
            requester: [requester],
            cancelled: ofToken(CANCELLED_ACTION),
            revoked: ofToken(REVOKED_ACTION),
          },
          fetchPolicy: 'cache-and-network',
        }
      : skipToken,
  );
  const own = useQuery(RequestersStory_query, isOwner ? skipToken : { fetchPolicy: 'cache-and-network' });
  const requests = owners.data?.organization?.tokenRequests ?? own.data?.viewer.tokenRequests;
  const { cancelled, revoked } = owners.data?.organization ?? {};
  const entries = [cancelled, revoked].flatMap((log) => (log ? readFragment(StoryEntries, log).nodes : []));
  const steps =
    requests &&
    storyOfToken(
      readFragment(StoryRequests, requests)
        .nodes.filter((node) => node !== null)
        .filter(({ token, organization: { login } }) => token.databaseId === tokenId && login === organization),
      entries.filter((entry) => entry !== null).filter(({ details }) => details['token_id'] === tokenId),
    );

  return (
    <section className={styles.story} aria-labelledby="request-story-title">
      <Heading as="h2" variant="small" id="request-story-title">
        {t('tokenRequest.story')}
      </Heading>
      {!steps &&
        (owners.error || own.error ? <p role="alert">{t('tokenRequest.story.failed')}</p> : <ListSkeleton rows={2} />)}
      {steps && (
        <ol className={styles.steps} aria-label={t('tokenRequest.storyOf')}>
          {steps.map((step) => (
            <Step
              key={`${step.kind} ${step.at} ${step.request?.databaseId}`}
              step={step}
              current={request.databaseId}
              requestsPath={`/organizations/${organization}/settings/personal-access-token-requests`}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

type StepProps = { step: StoryStep; current: number; requestsPath: string };

function Step({ step, current, requestsPath }: StepProps) {
  const { kind, who, requester, at, reason, request } = step;
  return (
    <li className={styles.step} data-kind={kind}>
      <div>
        <RichText
          message={`tokenRequest.story.${kind}`}
          parameters={{ who: <strong>{who}</strong>, requester: <strong>{requester}</strong> }}
        />
        <span className={styles.when}>
          <Moment at={at} />
          {request && (
            <span>
              {request.databaseId === current ? (
                t('tokenRequest.story.this')
              ) : (
                <Link to={`${requestsPath}/${request.databaseId}`}>
                  {t('tokenRequest.story.other', { date: formatDay(request.createdAt) })}
                </Link>
              )}
            </span>
          )}
        </span>
      </div>
      {reason && <blockquote className={styles.quote}>{reason}</blockquote>}
    </li>
  );
}
