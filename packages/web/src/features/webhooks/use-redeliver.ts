import { useMutation } from '@apollo/client/react';
import { graphql } from '../../gql/index.ts';

const Redeliver = graphql(`
  mutation Redeliver($input: RedeliverInput!) {
    redeliver(input: $input) {
      delivery {
        id
        ...DeliveryRow_delivery
      }
    }
  }
`);

/** Sends the same bytes once more. */
export const useRedeliver = () => useMutation(Redeliver, { errorPolicy: 'all' });
