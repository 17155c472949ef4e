import { readFileSync } from 'node:fs';
import { GraphQLID, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { expect, test } from 'vitest';
import { Viewer } from '../../access/viewer.ts';
import { buildSchema } from './build-schema.ts';
import type { FieldAccessExtensions } from './field-access.ts';
import { guardSchema, printFieldAccess } from './guard-schema.ts';

const OPEN: FieldAccessExtensions = { access: { open: 'for the test' } };
const OWNERS: FieldAccessExtensions = { access: { needs: ['owner'] } };
const subjectOf = ({ organizationId }: { organizationId: number }) => ({ organizationId });

/** A schema of one type with one field. */
const aSchema = (ofType: FieldAccessExtensions, ofField: FieldAccessExtensions, type = GraphQLString as never) => {
  const thing = new GraphQLObjectType({
    name: 'Thing',
    extensions: ofType,
    fields: { secret: { type, extensions: ofField } },
  });
  const fields = { thing: { type: thing, extensions: OPEN } };
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
};

test.each([
  ['declares nothing', aSchema({}, {}), 'Thing.secret has neither @Needs nor @Open'],
  [
    'would open what its type closes',
    aSchema({ ...OWNERS, subjectOf }, OPEN),
    'Thing.secret is @Open in a type that is not',
  ],
  [
    'needs something of a type that says not whose it is',
    aSchema(OPEN, OWNERS),
    'Thing.secret @Needs something, but Thing has no @BelongsTo',
  ],
  [
    'asks for more and would take its object along',
    aSchema({ ...OPEN, subjectOf }, OWNERS, new GraphQLNonNull(GraphQLID) as never),
    'Thing.secret asks for more than its type, so it must be nullable',
  ],
  [
    'names no alternative',
    aSchema({ ...OPEN, subjectOf }, { access: { needs: [] } }),
    'Thing.secret has a @Needs that names nothing',
  ],
])('a schema with a field that %s is not served', (_, schema, problem) => {
  expect(() => guardSchema(schema)).toThrow(problem);
});

test("a field's demand is asked beside its type's, of the row's subject", () => {
  const schema = guardSchema(aSchema({ access: { needs: ['member'] }, subjectOf }, OWNERS));
  const { secret } = (schema.getType('Thing') as GraphQLObjectType).getFields();
  const policy = {
    optedIn: false,
    fineGrainedAccess: 'ALLOWED',
    classicAccess: 'ALLOWED',
    approval: 'REQUIRED',
    fineGrainedMaxDays: null,
    classicMaxDays: null,
  } as const;
  const viewerWho = (role: 'OWNER' | 'MEMBER') =>
    new Viewer({ kind: 'SESSION', userId: 1 }, {} as never, {
      holdings: new Map([[7, { login: 'acme', role, policy }]]),
    });
  const ask = (role: 'OWNER' | 'MEMBER', organizationId: number) =>
    secret!.resolve!({ organizationId, secret: 'told' }, {}, { viewer: viewerWho(role) }, {
      fieldName: 'secret',
    } as never);

  expect(ask('OWNER', 7)).toBe('told');
  expect(() => ask('MEMBER', 7)).toThrow('not yours');
  expect(() => ask('OWNER', 8)).toThrow('could not be found');
});

test('every field of the real schema declares its access, and the committed snapshot says so', async () => {
  const schema = guardSchema(await buildSchema());
  const snapshot = readFileSync(new URL('../../../field-access.snapshot.txt', import.meta.url), 'utf8');
  expect(printFieldAccess(schema)).toBe(snapshot);
});

test('RQ-11, AP-5: what is for sessions or for reviewers says so', async () => {
  const lines = new Map(
    printFieldAccess(await buildSchema())
      .split('\n')
      .map((line) => line.split(': ') as [string, string]),
  );
  const review = 'organization_personal_access_token_requests:write';
  expect(lines.get('Mutation.approveTokenRequests')).toBe(review);
  expect(lines.get('Mutation.denyTokenRequests')).toBe(review);
  expect(lines.get('Mutation.revokeTokenGrants')).toBe('organization_personal_access_tokens:write');
  const others = [...lines].filter(
    ([name]) => name.startsWith('Mutation.') && !/(approve|deny)TokenRequests|revokeTokenGrants/.test(name),
  );
  expect(others.filter(([, needs]) => !/^(session|owner|enterprise-owner)\b/.test(needs))).toEqual([]);
});
