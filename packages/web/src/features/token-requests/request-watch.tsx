import { type ComponentProps, lazy, Suspense, useState } from 'react';
import type { TokenRequestStatus } from '../../gql/graphql.ts';
import { useTokenRequestsChanges } from './use-token-requests-changes.ts';

const EndedElsewhere = lazy(async () => ({ default: (await import('./ended-elsewhere.tsx')).EndedElsewhere }));

type Props = Omit<ComponentProps<typeof EndedElsewhere>, 'request'> & {
  request: { id: string; databaseId: number; status: TokenRequestStatus };
  /** While the reader decides, and once the outcome has said it. */
  isQuiet: boolean;
};

/** Keeps an owner's page of a request as it is now, and says so when somebody else ended it. (RQ-7) */
export function RequestWatch({ isQuiet, ...ended }: Props) {
  const { request, organization } = ended;
  const [statusAtFirst] = useState(request.status);
  useTokenRequestsChanges(organization, [request.id]);
  return (
    <output>
      {request.status !== statusAtFirst && !isQuiet && (
        <Suspense>
          <EndedElsewhere {...ended} />
        </Suspense>
      )}
    </output>
  );
}
