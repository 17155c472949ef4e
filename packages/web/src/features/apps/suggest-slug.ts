import { LIMITS } from '@countersign/schema';

/** The address that a name suggests: "Deploy Bot (EU)" becomes "deploy-bot-eu". Empty where the name has nothing to make one of. */
export const suggestSlug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, LIMITS.login)
    .replace(/-$/, '');
