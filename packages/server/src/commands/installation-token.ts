import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SignJWT } from 'jose';

export type TokenWish = {
  /** The App's id or client id. */
  app: string;
  /** The file with its private key, as it was given out or as other programs write it: PEM, PKCS#8 or PKCS#1. */
  key: string;
  org: string;
  url: string;
};

/** A token that acts as the App in the organization. Asks the server as any App would, over REST. (AP-1) */
export async function installationToken({ app, key, org, url }: TokenWish): Promise<string> {
  const jwt = await signAs(app, await readKey(key));
  const ask = async (method: string, path: string) =>
    answerOf(await send(method, `${url.replace(/\/$/, '')}${path}`, jwt));
  const { id } = (await ask('GET', `/api/v3/orgs/${encodeURIComponent(org)}/installation`)) as { id: number };
  const { token } = (await ask('POST', `/api/v3/app/installations/${id}/access_tokens`)) as { token: string };
  return token;
}

async function readKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`Cannot read ${path}: ${error.code}`);
  });
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(`${path} holds no private key in PEM.`);
  }
}

/** Issued a minute ago, for clocks that differ. */
function signAs(app: string, key: KeyObject): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(app)
    .setIssuedAt(now - 60)
    .setExpirationTime(now + 300)
    .sign(key);
}

const send = (method: string, address: string, jwt: string) =>
  fetch(address, { method, headers: { accept: 'application/json', authorization: `Bearer ${jwt}` } }).catch(() => {
    throw new Error(`No answer from ${new URL(address).origin}. Is the server running there? (--url)`);
  });

async function answerOf(response: Response): Promise<unknown> {
  const body = (await response.json().catch(() => ({}))) as { message?: string };
  if (response.ok) return body;
  if (response.status === 404) throw new Error('The App is not installed on that organization.');
  throw new Error(`${response.url} answered ${response.status}: ${body.message ?? 'nothing readable'}`);
}
