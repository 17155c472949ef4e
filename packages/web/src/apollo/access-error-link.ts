import type { ApolloLink } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';
import { from, switchMap, throwError } from 'rxjs';

export type AccessErrorAnswers = {
  /** Nobody is signed in, or no longer. */
  onSignedOut: () => void;
  /** Asks for the password again; resolves to whether it was given. */
  confirmPassword: () => Promise<boolean>;
};

/** Answers the two refusals that a person can mend: signs in again, or confirms the password and sends the operation once more. (SN-3) */
export const accessErrorLink = ({ onSignedOut, confirmPassword }: AccessErrorAnswers): ApolloLink =>
  new ErrorLink(({ error, operation, forward }) => {
    if (isSignedOut(error)) onSignedOut();
    if (!wantsPassword(error)) return undefined;
    return from(confirmPassword()).pipe(
      switchMap((confirmed) => (confirmed ? forward(operation) : throwError(() => error))),
    );
  });

const isSignedOut = (error: unknown) =>
  (ServerError.is(error) && error.statusCode === 401) ||
  (CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED'));

const wantsPassword = (error: unknown) =>
  CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.['reauthenticate'] === true);
