import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const GENERATED = 'src/gql/graphql.ts';
const CALL = /\bgraphql\(`([^`]*)`\)/g;

/**
 * Puts each GraphQL document where it is written, instead of all of them into one module that every page would load. A fragment leaves nothing: the
 * documents that spread it carry it already, and `readFragment` looks at its type alone.
 * The generated code stands in for it in development and in tests.
 */
export function inlineDocuments(): Plugin {
  let documents: Map<string, string>;
  return {
    name: 'inline-documents',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      const lines = readFileSync(GENERATED, 'utf8').matchAll(
        /^export const (\w+) = (\{.*\}) as unknown as DocumentNode/gm,
      );
      documents = new Map([...lines].map(([, name = '', document = '']) => [name, document]));
    },
    transform(code, id) {
      if (id.includes('/node_modules/') || id.includes('/src/gql/') || !/\.tsx?$/.test(id)) return null;
      return { code: code.replaceAll(CALL, (_, source: string) => documentOf(source)), map: null };
    },
  };

  function documentOf(source: string): string {
    const [, kind, name = ''] = /^\s*(query|mutation|subscription|fragment) (\w+)/.exec(source) ?? [];
    // As the generator names them: TokenRow_token becomes TokenRow_TokenFragmentDoc.
    const pascal = name.replaceAll(
      /(^|_)([a-z])/g,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    );
    const document = documents.get(pascal + (kind === 'fragment' ? 'FragmentDoc' : 'Document'));
    if (!document) throw new Error(`No generated document for ${kind} ${name}: run the codegen.`);
    return kind === 'fragment' ? '({})' : `(${document})`;
  }
}
