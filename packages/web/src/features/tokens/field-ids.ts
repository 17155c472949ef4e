import type { Field } from './check-draft.ts';

/** The element of each part of the form that takes the focus when something is wrong there. */
export const FIELD_IDS: Record<Field, string> = {
  name: 'token-name',
  description: 'token-description',
  resourceOwner: 'token-resource-owner',
  expiry: 'token-expiry',
  reason: 'token-reason',
  repositories: 'token-repositories',
  permissions: 'token-permissions',
  scopes: 'token-scopes',
};

/** What takes the focus when the whole was refused. */
export const FAILURE_ID = 'token-failure';
