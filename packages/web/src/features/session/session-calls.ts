import { describeFailure, postAuth } from '../../apollo/post-auth.ts';

/** `failure` says what is wrong where it is not what was typed. */
export type SignInOutcome = 'SIGNED_IN' | 'REFUSED' | { failure: string };

/** Opens a session. A wrong password and an unknown login are told alike. (SN-2) */
export async function signIn(login: string, password: string): Promise<SignInOutcome> {
  const response = await postAuth('sign-in', { login, password });
  return outcomeOf(response);
}

/** Gives the password of the signed-in person once more. (SN-3) */
export async function confirmPassword(password: string): Promise<SignInOutcome> {
  const response = await postAuth('confirm-password', { password });
  return outcomeOf(response);
}

/** Ends the session and forgets everything the page knew. Where that did not work: why. */
export async function signOut(): Promise<string | null> {
  const response = await postAuth('sign-out', {});
  if (!response?.ok) return describeFailure(response);
  location.assign('/login');
  return null;
}

function outcomeOf(response: Response | null): SignInOutcome {
  if (response?.ok) return 'SIGNED_IN';
  const isRefused = response && response.status < 500 && response.status !== 429;
  return isRefused ? 'REFUSED' : { failure: describeFailure(response) };
}
