import type { FragmentType } from '../../gql/index.ts';
import { type RequestDecision_request, RequestOutcome } from './request-decision.tsx';
import { RequestRowText, type RequestRowText_request } from './request-row-text.tsx';
import styles from './closed-requests-page.module.css';

type Request = FragmentType<typeof RequestRowText_request> & FragmentType<typeof RequestDecision_request>;

/** One request that is closed, with who closed it, when and why. (RQ-9) */
export const ClosedRequestRow = ({ request }: { request: Request }) => (
  <li className={styles.row}>
    <RequestRowText request={request} />
    <RequestOutcome request={request} className={styles.decision} quoteClassName={styles.quote} />
  </li>
);
