import { postAuth } from '../../apollo/post-auth.ts';

export type SignInOutcome = 'SIGNED_IN' | 'REFUSED' | 'THROTTLED' | 'BROKEN';

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

/** Ends the session and forgets everything the page knew. False, and nothing done, when the server could not. */
export async function signOut(): Promise<boolean> {
  const response = await postAuth('sign-out', {});
  if (response?.ok) location.assign('/login');
  return response?.ok ?? false;
}

function outcomeOf(response: Response | null): SignInOutcome {
  if (response?.ok) return 'SIGNED_IN';
  if (response?.status === 429) return 'THROTTLED';
  return response && response.status < 500 ? 'REFUSED' : 'BROKEN';
}
