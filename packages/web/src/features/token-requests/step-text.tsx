import { RichText } from '../../i18n/rich-text.tsx';
import type { StoryStep } from './story-of-token.ts';

/** "mona denied it": a step of the story in words. */
export const StepText = ({ step: { kind, who, requester } }: { step: StoryStep }) => (
  <RichText
    message={`tokenRequest.story.${kind}`}
    parameters={{ who: <strong>{who}</strong>, requester: <strong>{requester}</strong> }}
  />
);
