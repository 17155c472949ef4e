import { together } from '../../platform/database/together.loader.ts';
import { findInstalled, type InstalledOn, type InstalledQuestion } from './oauth.store.ts';

/** Where Apps are installed, for all that is asked at the same moment: much of it is the same, as few Apps ask about the tokens of few organizations. */
export const installedOf = together<InstalledQuestion, InstalledOn[]>(async ({ manager }, questions) => {
  const texts = questions.map((question) => JSON.stringify(question));
  const distinct = new Map(questions.map((question, place) => [texts[place]!, question]));
  const found = await findInstalled(manager, [...distinct.values()]);
  const places = new Map([...distinct.keys()].map((text, place) => [text, place]));
  return texts.map((text) => found[places.get(text)!]!);
});
