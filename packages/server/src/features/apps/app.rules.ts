import { LIMITS } from '@countersign/schema';
import { type Problems, tooLong } from '../tokens/token.rules.ts';

/** How many keys, and how many client secrets, an App has at most. */
export const MOST_KEYS = 10;
const LONGEST_NAME = 100;
/** Owners of other organizations read the name where they let the App in: it may not turn the words around it. */
const TRICKS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** Pages of Apps stand beside the form that makes one. */
const RESERVED = 'new';

/** The slug that a name leads to: its letters a–z and digits, with hyphens for what stands between them. Empty where it has none. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, LIMITS.login)
    .replace(/-$/, '');

/** What is wrong with the words of an App, by field. (AP-1) */
export function problemsWithApp({
  name,
  description,
}: {
  name?: string | null;
  description?: string | null;
}): Problems {
  return {
    ...(name?.trim() === '' && { name: 'An App needs a name.' }),
    ...((name?.trim().length ?? 0) > LONGEST_NAME && { name: `A name has at most ${LONGEST_NAME} characters.` }),
    ...(TRICKS.test(name ?? '') && { name: 'A name is one line of visible characters.' }),
    ...tooLong('description', description, LIMITS.tokenDescription),
  };
}

/** What is wrong with a slug, by field; `derived` when it was made of the name. */
export function problemsWithSlug(slug: string, derived: boolean): Problems {
  if (derived && slug === '') return { slug: 'Give a slug: the name has no letters a–z or digits to make one of.' };
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug))
    return { slug: 'A slug has lower-case letters, digits and, between them, hyphens.' };
  if (slug === RESERVED) return { slug: `${RESERVED} is the address of the form for new Apps. Choose another.` };
  return slug.length > LIMITS.login ? { slug: `A slug has at most ${LIMITS.login} characters.` } : {};
}
