import { Banner } from '@primer/react';
import { FAILURE_ID } from './field-ids.ts';

/** Why the whole of a form was refused, above it. */
export const FormFailure = ({ title, failure }: { title: string; failure: string | null }) =>
  failure && (
    <div id={FAILURE_ID} role="alert" tabIndex={-1}>
      <Banner variant="critical" title={title} description={failure} />
    </div>
  );
