import type { Problems } from '../tokens/token.rules.ts';
import type { InstallationSelection } from './app-installation.entity.ts';

/** How many repositories an installation, or a token of it, is given by name at most. */
export const MOST_REPOSITORIES = 500;

const isSelection = (selection: string): selection is InstallationSelection =>
  selection === 'ALL' || selection === 'SUBSET';

/** Which repositories an installation is to reach; or what is wrong with that, by field. */
export function readSelection(
  selection: string,
  named: number,
): { repositorySelection: InstallationSelection } | { problems: Problems } {
  if (!isSelection(selection)) return { problems: { repositorySelection: 'ALL or SUBSET.' } };
  if (selection === 'ALL' && named > 0)
    return { problems: { repositories: 'Repositories are named only with the selection SUBSET.' } };
  if (selection === 'SUBSET' && named === 0) return { problems: { repositories: 'Choose at least one repository.' } };
  if (named > MOST_REPOSITORIES) return { problems: { repositories: `At most ${MOST_REPOSITORIES} repositories.` } };
  return { repositorySelection: selection };
}
