import {
  type EnterpriseTokenPolicy,
  type OrganizationTokenPolicy,
  policyFor,
} from '../features/token-policies/token-policy.rules.ts';
import type { Tx } from '../platform/database/database.ts';
import { prepared } from '../platform/database/prepared.ts';
import type { Holding } from './access.rules.ts';

// Plain SQL: every request reads what people have in organizations, most of them within the statement that finds who asks.

/** What a person has in one organization, as it is read. */
export type HoldingRow = OrganizationTokenPolicy & {
  organizationId: number;
  login: string;
  role: 'OWNER' | 'MEMBER' | null;
  enterpriseId: number | null;
  enterpriseOptedInAt: Date | null;
  enterpriseFineGrainedAccess: EnterpriseTokenPolicy['fineGrainedAccess'];
  enterpriseClassicAccess: EnterpriseTokenPolicy['classicAccess'];
  enterpriseApproval: EnterpriseTokenPolicy['approval'];
  enterpriseFineGrainedMaxDays: number | null;
  enterpriseClassicMaxDays: number | null;
  exemptAdministrators: boolean;
  isAdministrator: boolean;
};

/** The columns of an organization and its enterprise in a `HoldingRow`. */
export const HOLDING = `organization.id AS "organizationId", organization.login, organization.opted_in_at AS "optedInAt",
  organization.fine_grained_access AS "fineGrainedAccess", organization.classic_access AS "classicAccess", organization.approval,
  organization.fine_grained_max_days AS "fineGrainedMaxDays", organization.classic_max_days AS "classicMaxDays",
  enterprise.id AS "enterpriseId", enterprise.opted_in_at AS "enterpriseOptedInAt",
  enterprise.fine_grained_access AS "enterpriseFineGrainedAccess", enterprise.classic_access AS "enterpriseClassicAccess",
  enterprise.approval AS "enterpriseApproval", enterprise.fine_grained_max_days AS "enterpriseFineGrainedMaxDays",
  enterprise.classic_max_days AS "enterpriseClassicMaxDays", enterprise.exempt_administrators AS "exemptAdministrators"`;

/** By the ids of the organizations. */
export function holdingsBy(rows: HoldingRow[]): ReadonlyMap<number, Holding> {
  return new Map(
    rows.map((row) => {
      const { organizationId, login, role, isAdministrator } = row;
      return [organizationId, { login, role, policy: policyFor(row, enterpriseIn(row), isAdministrator) }];
    }),
  );
}

const enterpriseIn = (row: HoldingRow): EnterpriseTokenPolicy | null =>
  row.enterpriseId === null
    ? null
    : {
        optedInAt: row.enterpriseOptedInAt,
        fineGrainedAccess: row.enterpriseFineGrainedAccess,
        classicAccess: row.enterpriseClassicAccess,
        approval: row.enterpriseApproval,
        fineGrainedMaxDays: row.enterpriseFineGrainedMaxDays,
        classicMaxDays: row.enterpriseClassicMaxDays,
        exemptAdministrators: row.exemptAdministrators,
      };

/** A `HoldingRow` of `asked`, where `NEAR` is joined. */
export const HELD = `near.role, ${HOLDING},
  EXISTS (SELECT FROM enterprise_owners WHERE enterprise_id = enterprise.id AND user_id = asked.user_id) AS "isAdministrator"`;
// The organizations near to the person that `asked` names: those of which they are a member, and those that gave them a repository. LIMIT has each looked up by its id,
// where a join reads the whole table for every person.
export const NEAR = `LEFT JOIN LATERAL (
    SELECT organization_id, role FROM memberships WHERE user_id = asked.user_id
    UNION ALL
    SELECT DISTINCT repository.owner_organization_id, NULL FROM repository_accesses access JOIN repositories repository ON repository.id = access.repository_id
     WHERE access.user_id = asked.user_id AND NOT EXISTS (
       SELECT FROM memberships WHERE user_id = asked.user_id AND organization_id = repository.owner_organization_id)) AS near ON true
  LEFT JOIN LATERAL (SELECT * FROM organizations WHERE id = near.organization_id LIMIT 1) AS organization ON true
  LEFT JOIN enterprises enterprise ON enterprise.id = organization.enterprise_id`;

export type Unheld = { [Column in keyof HoldingRow]: null };

/** A person who is near to no organization has one row that names none. */
export const isHeld = <Row extends HoldingRow | Unheld>(row: Row): row is Row & HoldingRow =>
  row.organizationId !== null;

const FIND_HOLDINGS = {
  name: 'find-holdings',
  text: `SELECT ${HELD} FROM (SELECT $1::bigint AS user_id) AS asked ${NEAR}`,
};

/** What a person has in organizations, by their ids: those they are a member of, and those that gave them a repository without that. */
export const findHoldings = async (tx: Tx, userId: number): Promise<ReadonlyMap<number, Holding>> =>
  holdingsBy((await prepared<HoldingRow | Unheld>(tx, FIND_HOLDINGS, [userId])).filter(isHeld));

/** The organization that an App is installed on. Nobody is a member there for the App's sake. */
export const findInstalledOn = async (tx: Tx, organizationId: number): Promise<ReadonlyMap<number, Holding>> =>
  holdingsBy(
    await tx.query(
      `SELECT NULL AS role, ${HOLDING}, false AS "isAdministrator"
         FROM organizations organization LEFT JOIN enterprises enterprise ON enterprise.id = organization.enterprise_id
        WHERE organization.id = $1`,
      [organizationId],
    ),
  );
