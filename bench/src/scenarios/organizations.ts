import { query } from '../database.ts';

export type Organization = { id: string; login: string; ownerId: string; requests: number };

/** The load's organizations, by how many requests they have. */
export const organizationsOf = (databaseUrl: string): Promise<Organization[]> =>
  query(
    databaseUrl,
    `SELECT organization.id, organization.login, owner.user_id AS "ownerId", counted.requests::int
       FROM organizations organization
       JOIN LATERAL (SELECT user_id FROM memberships WHERE organization_id = organization.id AND role = 'OWNER' ORDER BY id LIMIT 1) owner ON true
       JOIN (SELECT organization_id, count(*) AS requests FROM token_requests GROUP BY organization_id) counted ON counted.organization_id = organization.id
      ORDER BY counted.requests DESC`,
  );

/** The one whose number of requests is nearest. */
export const nearest = (organizations: readonly Organization[], requests: number): Organization =>
  organizations.toSorted((a, b) => Math.abs(a.requests - requests) - Math.abs(b.requests - requests))[0]!;
