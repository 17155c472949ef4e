import { Label } from '@primer/react';
import type { TokenRequestStatus } from '../../gql/graphql.ts';
import { t } from '../../i18n/t.ts';

const COLOURS = { PENDING: 'attention', APPROVED: 'success', DENIED: 'danger', CANCELLED: 'secondary' } as const;

export const RequestStateLabel = ({ status }: { status: TokenRequestStatus }) => (
  <Label variant={COLOURS[status]}>{t(`tokenRequests.status.${status}`)}</Label>
);
