import type { Bearer, Holding } from '../../access/access.rules.ts';
import { obstacleOf, obstacleOfClassic } from '../../access/obstacles.rules.ts';

/**
 * Whether a token has access to an organization at all: its own installation's, one that granted it access and lets it through, or, for a classic
 * one, any that its user is a member of and that lets it through; an App that acts for a person has it where both are. An App hears of no other token. (RFC 7662, 2.2)
 */
export function hasAccessTo(organizationId: number, bearer: Bearer, holding: Holding | null): boolean {
  switch (bearer.kind) {
    case 'APP_INSTALLATION':
      return bearer.organizationId === organizationId;
    case 'FINE_GRAINED': {
      const isTheirs = bearer.owner.kind === 'ORGANIZATION' && bearer.owner.id === organizationId;
      return isTheirs && obstacleOf(bearer, holding) === null;
    }
    case 'APP_USER':
      return bearer.reaches.has(organizationId) && holding !== null && holding.role !== null;
    case 'CLASSIC':
      return holding !== null && holding.role !== null && obstacleOfClassic(bearer, holding) === null;
    default:
      return false;
  }
}
