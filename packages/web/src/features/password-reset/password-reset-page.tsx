import { useState } from 'react';
import { useFragmentSecret } from '../../ui/use-fragment-secret.ts';
import { AskResetForm } from './ask-reset-form.tsx';
import { NewPasswordForm } from './new-password-form.tsx';

/** For who forgot the password: asks for a link, and where that link leads, for the new password. */
export function PasswordResetPage() {
  const secret = useFragmentSecret();
  const [refused, setRefused] = useState<string | null>(null);
  // A link that was refused is refused up; another one that is opened here counts again.
  return secret !== null && secret !== refused ? (
    <NewPasswordForm key={secret} secret={secret} onAskAgain={() => setRefused(secret)} />
  ) : (
    <AskResetForm />
  );
}
