import type { FastifyReply, HTTPMethods } from 'fastify';
import type { Caller } from '../../access/caller.ts';
import type { AccessPermission } from '../../access/viewer.ts';
import { notFound } from '../../errors.ts';
import { findOrganization, findOrganizationsById } from '../../features/organizations/find-organization.ts';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import { operation, type RestDoor, type RestRequest } from './operation.ts';
import { idIn } from './read-input.ts';

type OrganizationOperation = {
  method: HTTPMethods;
  /** Below the organization. */
  path: string;
  needs: AccessPermission;
  answer: (caller: Caller, organization: Organization, request: RestRequest, reply: FastifyReply) => Promise<unknown>;
};

/**
 * Adds an operation on an organization below both of its addresses, `/orgs/{login}` and `/organizations/{id}`. What it needs is asked of the organization
 * before anything else in the request is looked at.
 */
export function organizationOperation(door: RestDoor, { path, answer, ...declared }: OrganizationOperation): void {
  const addAt = (address: string, find: (caller: Caller, request: RestRequest) => Promise<Organization>) =>
    operation(door, {
      ...declared,
      path: address + path,
      async answer(caller: Caller, request: RestRequest, reply: FastifyReply) {
        const organization = await find(caller, request);
        caller.viewer.mustHave(declared.needs, { organizationId: organization.id });
        return answer(caller, organization, request, reply);
      },
    });
  addAt('/orgs/:org', (caller, { params }) => findOrganization(caller, params['org']!));
  addAt('/organizations/:organization_id', async (caller, { params }) => {
    const [organization] = await findOrganizationsById(caller, [idIn(params, 'organization_id')]);
    if (!organization) throw notFound('The organization');
    return organization;
  });
}
