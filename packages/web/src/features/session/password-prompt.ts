/** Lets code without a screen ask for the password: `ask` waits until the dialog has answered. Several who ask at once wait for one answer. */
export function createPasswordPrompt() {
  const listeners = new Set<() => void>();
  let waiting: PromiseWithResolvers<boolean> | null = null;
  const tell = () => listeners.forEach((listener) => listener());
  return {
    ask: (): Promise<boolean> => {
      waiting ??= Promise.withResolvers<boolean>();
      tell();
      return waiting.promise;
    },
    answer: (confirmed: boolean): void => {
      waiting?.resolve(confirmed);
      waiting = null;
      tell();
    },
    isAsking: () => waiting !== null,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export type PasswordPrompt = ReturnType<typeof createPasswordPrompt>;
