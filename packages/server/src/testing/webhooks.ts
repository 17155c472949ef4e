import { createRequire } from 'node:module';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { User } from '../features/users/user.entity.ts';
import { createWebhook, type CreateWebhookInput } from '../features/webhooks/create-webhook.ts';
import type { OwnedWebhook } from '../features/webhooks/webhook.store.ts';
import type { TestApp } from './test-app.ts';

// Read at run time: its type would cost every compilation five megabytes.
const require = createRequire(import.meta.url);

/** A webhook of the owner's making; for an organization unless for an App. */
export const aWebhook = async (app: TestApp, owner: User, wish: CreateWebhookInput): Promise<OwnedWebhook> =>
  createWebhook(await app.sessionOf(owner), wish);

const validators = new Map<string, (body: unknown) => ErrorObject[]>();
let ajv: Ajv | null = null;

/** What GitHub's published schema of that name has against a body. */
export function problemsWith(schema: string, body: unknown): ErrorObject[] {
  ajv ??= published();
  const known = validators.get(schema);
  if (known) return known(body);
  const validate = ajv.compile({ $ref: `github#/components/schemas/${schema}` });
  const problems = (given: unknown) => (validate(given) ? [] : (validate.errors ?? []));
  validators.set(schema, problems);
  return problems(body);
}

function published(): Ajv {
  const document = require('@octokit/openapi-webhooks/generated/api.github.com.json') as object;
  // What is OpenAPI's and not JSON Schema's in it is of no concern here.
  const made = new Ajv({ strict: false, allErrors: true });
  // The module has its function where CommonJS has everything.
  addFormats.default(made);
  return made.addSchema(document, 'github');
}
