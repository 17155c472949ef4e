import { Label } from '@primer/react';
import type { WebhookDeliveryState } from '../../gql/graphql.ts';
import { t } from '../../i18n/t.ts';

const VARIANTS = { DELIVERED: 'success', FAILED: 'danger', PENDING: 'attention' } as const;

export const DeliveryStateLabel = ({ state }: { state: WebhookDeliveryState }) => (
  <Label variant={VARIANTS[state]}>{t(`webhooks.state.${state}`)}</Label>
);
