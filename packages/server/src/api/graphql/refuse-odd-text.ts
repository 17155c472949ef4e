import type { ApolloServerPlugin } from '@apollo/server';
import { type ArgumentNode, type DocumentNode, Kind, type ObjectFieldNode, type ValueNode, visit } from 'graphql';
import { invalid } from '../../errors.ts';
import { contextError } from './format-error.ts';

// What Postgres cannot store: NUL, and one half of a surrogate pair without the other.
const isOdd = (text: string) => text.includes('\0') || !text.isWellFormed();

/** The name under which an odd text stands, or null. */
function oddIn(value: unknown, name: string): string | null {
  if (typeof value === 'string') return isOdd(value) ? name : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const odd = oddIn(inner, Array.isArray(value) ? name : key);
    if (odd !== null) return odd;
  }
  return null;
}

/** The texts that stand in a value, or in a list of them; those of an object have names of their own. */
function textsIn(value: ValueNode): unknown {
  if (value.kind === Kind.STRING) return value.value;
  return value.kind === Kind.LIST ? value.values.map(textsIn) : null;
}

/** Documents without an odd text: each is kept parsed, and looked through once. */
const plain = new WeakSet<DocumentNode>();

function oddInDocument(document: DocumentNode): string | null {
  if (plain.has(document)) return null;
  let odd: string | null = null;
  const name = (field: string, value: unknown) => {
    odd ??= oddIn(value, field);
  };
  const named = (node: ArgumentNode | ObjectFieldNode) => name(node.name.value, textsIn(node.value));
  visit(document, {
    Argument: named,
    ObjectField: named,
    VariableDefinition: ({ variable, defaultValue }) => {
      if (defaultValue) name(variable.name.value, textsIn(defaultValue));
    },
  });
  if (odd === null) plain.add(document);
  return odd;
}

/** Refuses texts that could be stored nowhere, naming the field, before anything runs. */
export const refuseOddText: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, request }) => {
      const odd = oddIn(request.variables ?? {}, 'variables') ?? oddInDocument(document);
      if (odd !== null)
        throw contextError(
          invalid({ [odd]: 'This text holds a character that cannot be stored (NUL, or half of a pair).' }),
          null,
        );
    },
  }),
};
