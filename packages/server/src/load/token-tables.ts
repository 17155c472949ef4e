import { randomBytes } from 'node:crypto';
import { BASE62, RANDOM_LENGTH, TOKEN_PREFIXES, tokenChecksum } from '@countersign/schema';
import { hashOf } from '../access/secrets.ts';
import { ABOUT, chance, pick } from './chance.ts';
import { APPROVED, askedAt, askingUser, DAY, decidedAt, deletesToken, type LoadPlan, PENDING } from './load-plan.ts';
import { SCOPES } from './load-words.ts';
import { line, type LoadTable, moment, numbers } from './row.ts';
import { askingName, tokenName, wishOf } from './wish.ts';

export type KeepSecret = (token: { id: number; secret: string }) => void;

/** Tokens and what they were made to do. A token's id is its number and one. Each secret is shown to `keep` and then forgotten. (TK-2) */
export function tokenTables(plan: LoadPlan, keep: KeepSecret): LoadTable[] {
  return [
    {
      name: 'tokens',
      columns: [
        ...['id', 'kind', 'user_id', 'organization_id', 'name', 'secret_hash', 'last_eight', 'scopes'],
        ...['repository_selection', 'created_at', 'issued_at', 'expires_at', 'last_used_at', 'last_used_door'],
        'deleted_at',
      ],
      *lines() {
        const randomPart = randomParts();
        for (const token of numbers(plan.size.tokens)) {
          const row = token < plan.organizationTokens ? askingToken(plan, token) : personalToken(plan, token);
          const random = randomPart();
          const secret = `${TOKEN_PREFIXES[row.kind]}${random}${tokenChecksum(random)}`;
          keep({ id: token + 1, secret });
          const { kind, userId, organizationId, name, scopes, selection, issuedAt, expiresAt, use, deletedAt } = row;
          yield line(
            ...[token + 1, kind, userId, organizationId, name, String.raw`\\x${hashOf(secret).toString('hex')}`],
            ...[secret.slice(-8), `{${scopes.join(',')}}`, selection, moment(issuedAt), moment(issuedAt)],
            ...[at(expiresAt), at(use?.at ?? null), use?.door ?? null, at(deletedAt)],
          );
        }
      },
    },
    {
      name: 'token_permissions',
      columns: ['token_id', 'key', 'level'],
      *lines() {
        for (const token of numbers(plan.organizationTokens))
          for (const [key, level] of Object.entries(wishOf(plan, token).permissions)) yield line(token + 1, key, level);
        for (const token of numbers(plan.size.tokens, plan.organizationTokens))
          if (isFineGrained(token))
            for (const [key, level] of Object.entries(OWN_PERMISSIONS)) yield line(token + 1, key, level);
      },
    },
    {
      name: 'token_repositories',
      columns: ['token_id', 'repository_id'],
      *lines() {
        for (const token of numbers(plan.organizationTokens))
          for (const repository of wishOf(plan, token).repositories) yield line(token + 1, repository);
      },
    },
  ];
}

const at = (time: number | null) => (time === null ? null : moment(time));

type TokenRow = {
  kind: 'FINE_GRAINED' | 'CLASSIC';
  userId: number;
  organizationId: number | null;
  name: string;
  scopes: readonly string[];
  selection: 'NONE' | 'ALL' | 'SUBSET';
  issuedAt: number;
  expiresAt: number | null;
  use: { at: number; door: string } | null;
  deletedAt: number | null;
};

function askingToken(plan: LoadPlan, token: number): TokenRow {
  const { asking, organizations, requests } = plan;
  const { id } = organizations[asking.organization[token]!]!;
  const last = asking.lastRequest[token]!;
  const issuedAt = askedAt(plan, asking.firstRequest[token]!);
  const isWaiting = requests.status[last] === PENDING;
  const deletedAt = deletesToken(plan, last) ? decidedAt(plan, last) : null;
  const mayBeUsed = requests.status[last] === APPROVED || chance(token, ABOUT.used) < 0.3;
  return {
    kind: 'FINE_GRAINED',
    userId: askingUser(plan, token) + 1,
    organizationId: id,
    name: askingName(plan, token),
    scopes: [],
    selection: wishOf(plan, token).selection,
    issuedAt,
    expiresAt: expiryOf(token, issuedAt, { now: plan.now, mayHaveExpired: !isWaiting, decided: decidedAt(plan, last) }),
    use: mayBeUsed ? useOf(token, issuedAt, plan.now) : null,
    deletedAt,
  };
}

/** What fine-grained tokens hold that their people have for themselves. */
const OWN_PERMISSIONS = { contents: 'read', emails: 'read', metadata: 'read' } as const;
const isFineGrained = (token: number) => chance(token, ABOUT.kind) < 0.15;

function personalToken(plan: LoadPlan, token: number): TokenRow {
  const index = token - plan.organizationTokens;
  const issuedAt = Math.floor(plan.now - (1 + 299 * chance(token, ABOUT.created)) * DAY);
  const fineGrained = isFineGrained(token);
  const lasts = chance(token, ABOUT.life) < 0.35;
  return {
    kind: fineGrained ? 'FINE_GRAINED' : 'CLASSIC',
    userId: (index % plan.users) + 1,
    organizationId: null,
    name: tokenName(token, `of mine ${1 + Math.floor(index / plan.users)}`),
    scopes: fineGrained ? [] : pick(SCOPES, token, ABOUT.scopes),
    selection: fineGrained ? 'ALL' : 'NONE',
    issuedAt,
    expiresAt: lasts ? null : expiryOf(token, issuedAt, { now: plan.now, mayHaveExpired: true, decided: issuedAt }),
    use: chance(token, ABOUT.used) < 0.8 ? useOf(token, issuedAt, plan.now) : null,
    deletedAt: null,
  };
}

/**
 * Within the year that policy lets tokens live. None ends within the days that reminders look at, on either side of now: load data has nothing
 * to tell anybody.
 */
function expiryOf(
  token: number,
  issuedAt: number,
  { now, mayHaveExpired, decided }: { now: number; mayHaveExpired: boolean; decided: number },
): number {
  const number = chance(token, ABOUT.expiry);
  const [earliest, latest] = [Math.max(issuedAt, decided) + DAY, now - 31 * DAY];
  if (mayHaveExpired && earliest < latest && chance(token, ABOUT.life) > 0.85)
    return Math.floor(earliest + (latest - earliest) * number);
  const soon = now + 40 * DAY;
  return Math.floor(soon + (issuedAt + 366 * DAY - soon) * number);
}

/** More of them lately than long ago. */
const useOf = (token: number, issuedAt: number, now: number) => ({
  at: Math.floor(now - (now - issuedAt) * chance(token, ABOUT.lastUse) ** 3),
  door: pick(['GIT', 'GIT', 'GIT', 'REST', 'GRAPHQL'], token, ABOUT.door),
});

/** The random part of a secret, from random bytes in bulk. Bytes above the last whole 62 are passed over, so that no character is likelier. */
function randomParts(): () => string {
  const CHUNK = 64 * 1024;
  let bytes = randomBytes(CHUNK);
  let next = 0;
  return () => {
    let random = '';
    while (random.length < RANDOM_LENGTH) {
      if (next === CHUNK) [bytes, next] = [randomBytes(CHUNK), 0];
      const byte = bytes[next++]!;
      if (byte < 248) random += BASE62[byte % 62]!;
    }
    return random;
  };
}
