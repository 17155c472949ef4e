import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import styles from './request-details.module.css';

export const RequestDecision_request = graphql(`
  fragment RequestDecision_request on TokenRequest {
    status
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
  }
`);

type Props = { request: FragmentType<typeof RequestDecision_request> };

/** Who decided, when, and why. Nothing while it waits. (RQ-9) */
export function RequestDecision({ request }: Props) {
  const { status } = readFragment(RequestDecision_request, request);
  if (status === 'PENDING') return null;
  return (
    <section className={styles.decision} data-status={status}>
      <RequestOutcome request={request} quoteClassName={styles.quote} />
    </section>
  );
}

type OutcomeProps = Props & { className?: string; quoteClassName?: string };

/** "Denied by mona 3 days ago", and the words with it. */
export function RequestOutcome({ request, className, quoteClassName }: OutcomeProps) {
  const { status, decidedAt, decidedAutomatically, decidedBy, decisionReason } = readFragment(
    RequestDecision_request,
    request,
  );
  const who = decidedBy && (decidedBy.__typename === 'User' ? decidedBy.login : decidedBy.name);
  const parameters = {
    status: t(`tokenRequests.status.${status}`),
    who: <strong>{who}</strong>,
    when: decidedAt ? <Moment at={decidedAt} /> : null,
  };
  const message = decidedAutomatically ? 'tokenRequest.decidedAutomatically' : 'tokenRequest.ended';
  return (
    <>
      <div className={className}>
        {who ? (
          <RichText message="tokenRequest.decidedBy" parameters={parameters} />
        ) : (
          <RichText message={message} parameters={parameters} />
        )}
      </div>
      {decisionReason && <blockquote className={quoteClassName}>{decisionReason}</blockquote>}
    </>
  );
}
