import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { PasswordPrompt } from './password-prompt.ts';

const Dialog = lazy(async () => ({
  default: (await import('./confirm-password-dialog.tsx')).ConfirmPasswordDialog,
}));

/** Shows the dialog while somebody waits for the password. */
export function PasswordPromptHost({ prompt }: { prompt: PasswordPrompt }) {
  const asking = useSyncExternalStore(prompt.subscribe, prompt.isAsking);
  return asking ? (
    <Suspense>
      <Dialog onAnswer={prompt.answer} />
    </Suspense>
  ) : null;
}
