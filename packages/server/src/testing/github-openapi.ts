import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = Record<string, unknown>;
type Described = { paths: Record<string, Record<string, { responses: Record<string, Json> }>>; components: Json };

const require = createRequire(import.meta.url);
let loaded: Described | null = null;
/** GitHub's published description of its REST API; 13 MB, so read when it is first asked for. */
const description = (): Described =>
  (loaded ??= require('@octokit/openapi/generated/api.github.com.json') as Described);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validators = new Map<string, ValidateFunction | null>();

/** Any operation may answer so, whether it says so or not. */
const ANY_ERROR = { $ref: '#/components/schemas/basic-error' };

/**
 * What is wrong with the body of an answer by GitHub's own description of the operation: `GET /orgs/{org}`, or `GET /orgs/acme`. Null when it is as
 * it should be. Throws for an operation or a success status that is not described.
 */
export function problemWithAnswer(operation: string, status: number, body: unknown): string | null {
  const key = `${operation} ${status}`;
  if (!validators.has(key)) validators.set(key, validatorOf(operation, status));
  const validate = validators.get(key)!;
  if (validate === null) return isEmpty(body) ? null : `${key}: there should be no body`;
  return validate(body) ? null : `${key}: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}`;
}

const isEmpty = (body: unknown) => body === undefined || body === '' || body === null;

function validatorOf(operation: string, status: number): ValidateFunction | null {
  const [method = '', path = ''] = operation.split(' ');
  const described = descriptionsOf(path).find((operations) => method.toLowerCase() in operations)?.[
    method.toLowerCase()
  ];
  if (!described) throw new Error(`GitHub does not describe ${operation}`);
  const response = described.responses[status];
  if (!response && status < 400) throw new Error(`GitHub does not describe that ${operation} answers ${status}`);
  const { content } = response ? resolved(response) : { content: { 'application/json': { schema: ANY_ERROR } } };
  if (!content) return null;
  const { schema } = Object.entries(content as Record<string, { schema: Json }>).find(([type]) =>
    /json/.test(type),
  )![1];
  return ajv.compile(asJsonSchema(schema));
}

/** By the path as it is written, else by those whose parameters it fills, the least general one first. */
function descriptionsOf(path: string) {
  const { paths } = description();
  if (paths[path]) return [paths[path]];
  return Object.keys(paths)
    .filter((template) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/{}]+')}$`).test(path))
    .toSorted((a, b) => a.split('{').length - b.split('{').length)
    .map((template) => paths[template]!);
}

/** Follows `$ref` at the outside of a description. */
const resolved = (node: Json): Json => (typeof node['$ref'] === 'string' ? at(node['$ref']) : node);

const at = (reference: string): Json =>
  reference
    .slice('#/'.length)
    .split('/')
    .reduce<Json>((node, step) => node[step] as Json, description() as unknown as Json);

/** An OpenAPI 3.0 schema as JSON Schema, with all that it refers to: `nullable` is the one thing that is not the same. */
function asJsonSchema(schema: Json): Json {
  const definitions: Record<string, Json> = {};
  const nameOf = (reference: string) => reference.replaceAll(/[^\w-]/g, '_');
  const convert = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(convert);
    if (typeof node !== 'object' || node === null) return node;
    const { $ref, nullable, discriminator: _, example: _example, ...rest } = node as Json;
    if (typeof $ref === 'string') {
      const name = nameOf($ref);
      if (!(name in definitions)) {
        definitions[name] = {};
        definitions[name] = convert(at($ref)) as Json;
      }
      return { $ref: `#/definitions/${name}` };
    }
    const converted = mapped(rest, (value, key) =>
      key === 'properties' ? mapped(value as Json, convert) : convert(value),
    );
    return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
  };
  const root = convert(schema) as Json;
  return { ...root, definitions };
}

const mapped = (node: Json, change: (value: unknown, key: string) => unknown): Json =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
