import { together } from '../../platform/database/together.loader.ts';
import { findInstalled, type InstalledOn, type InstalledQuestion } from './oauth.store.ts';

/** Where Apps are installed, for all that is asked at the same moment: much of it is the same, as few Apps ask about the tokens of few organizations. */
export const installedOf = together<InstalledQuestion, InstalledOn[]>(
  ({ manager }, questions) => findInstalled(manager, questions),
  ({ app, organizationIds, owner }) =>
    `${'id' in app ? app.id : app.clientSecretHash} ${organizationIds.join()} ${owner ?? ''}`,
);
