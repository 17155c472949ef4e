import { ChevronDownIcon, ChevronRightIcon } from '@primer/octicons-react';
import { useId, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { Moment } from '../../ui/moment.tsx';
import { DeliveryDetails } from './delivery-details.tsx';
import { DeliveryStateLabel } from './delivery-state-label.tsx';
import styles from './webhooks.module.css';

const DeliveryRow_delivery = graphql(`
  fragment DeliveryRow_delivery on WebhookDelivery {
    id
    event
    action
    state
    createdAt
  }
`);

/** One delivery; opened, it shows what was sent and what came back. */
export function DeliveryRow({ delivery: masked }: { delivery: FragmentType<typeof DeliveryRow_delivery> }) {
  const { id, event, action, state, createdAt } = readFragment(DeliveryRow_delivery, masked);
  const [open, setOpen] = useState(false);
  const bodyId = useId();
  return (
    <li>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => setOpen(!open)}
      >
        {open ? <ChevronDownIcon /> : <ChevronRightIcon />}
        <span className={styles.event}>{action ? `${event}.${action}` : event}</span>
        <DeliveryStateLabel state={state} />
        <span className={styles.when}>
          <Moment at={createdAt} />
        </span>
      </button>
      <div id={bodyId}>{open && <DeliveryDetails deliveryId={id} state={state} />}</div>
    </li>
  );
}
