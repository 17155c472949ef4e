import { VisuallyHidden } from '@primer/react';

/** Read aloud by a screen reader when it changes; not seen. Keep it mounted: a region that appears with its text is not read. */
export const Announce = ({ children }: { children: string }) => (
  <output aria-live="polite">
    <VisuallyHidden>{children}</VisuallyHidden>
  </output>
);
