import type { LabelColorOptions } from '@primer/react';
import type { TokenObstacleCode } from '../../gql/graphql.ts';

/** How a token's state is called and coloured; `ACTIVE` is the state without an obstacle. */
export const STATE_COLOURS: Record<TokenObstacleCode | 'ACTIVE', LabelColorOptions> = {
  ACTIVE: 'success',
  PENDING: 'attention',
  DENIED: 'danger',
  NOT_GRANTED: 'secondary',
  EXPIRED: 'danger',
  REVOKED: 'danger',
  POLICY: 'severe',
  LIFETIME: 'severe',
  NOT_A_MEMBER: 'severe',
};
