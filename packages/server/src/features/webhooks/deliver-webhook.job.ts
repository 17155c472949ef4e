import type { Database } from '../../platform/database/database.ts';
import { sendOutside } from '../../platform/http/send-outside.ts';
import { giveUp, insertAttempt, keepPayload } from './webhook-delivery.store.ts';
import { type DeliveryToMake, findDeliveryToMake } from './webhook-event.store.ts';
import { type EventFacts, findEventFacts } from './webhook-facts.store.ts';
import { openSecret, signatureOf } from './webhook-secret.ts';
import type { DeliveryState, WebhookAttempt } from './webhook.entity.ts';

/** All of a try, from the look-up of the name to the end of the answer. */
const TIMEOUT_MS = 10_000;
const KEPT_BYTES = 64 * 1024;

export type Postman = {
  database: Database;
  clock: () => Date;
  settings: { encryptionKey: Buffer; webhookAllowPrivate: boolean };
  /** The body of an event, as JSON will have it. */
  word: (facts: EventFacts, now: Date) => object;
};

type Outcome = Pick<WebhookAttempt, 'requestHeaders' | 'statusCode' | 'responseHeaders' | 'responseBody' | 'problem'>;
type Try = { id: number; isRedelivery?: boolean };

/**
 * One try at a delivery, written down with what came back. Throws, so that it is tried again, unless the receiver took it with a 2xx; the last that
 * fails makes it FAILED. At least once: a process that dies between the answer and the log tries again, under the same guid. (AP-3)
 */
export async function deliverWebhook(wish: Try, { isLast }: { isLast: boolean }, postman: Postman): Promise<void> {
  const refused = await tryDelivery(wish, isLast, postman).catch(async (error: unknown) => {
    // A fault of ours, and nothing comes after it: nobody is to wait for more.
    if (isLast) await giveUp(postman.database.manager, wish.id);
    throw error;
  });
  if (refused)
    throw new Error(`Delivery ${wish.id} was not taken: ${refused.problem ?? `the answer was ${refused.statusCode}`}`);
}

/** What came back, if that is to be tried again. */
async function tryDelivery(
  { id, isRedelivery = false }: Try,
  isLast: boolean,
  postman: Postman,
): Promise<Outcome | null> {
  const delivery = await findDeliveryToMake(postman.database.manager, id);
  // Deleted, or taken before by a try whose end was not told.
  if (!delivery || delivery.state !== 'PENDING') return null;
  const startedAt = postman.clock();
  const begun = performance.now();
  const keep = async (outcome: Outcome, state: DeliveryState) => {
    const durationMs = Math.round(performance.now() - begun);
    const attempt = { deliveryId: id, isRedelivery, startedAt, durationMs, ...outcome };
    await postman.database.transaction((tx) => insertAttempt(tx, attempt, state));
    return null;
  };

  const obstacle = obstacleTo(delivery);
  if (obstacle) return keep({ ...UNANSWERED, problem: obstacle }, 'FAILED');
  const body = await bodyOf(delivery, postman);
  if (!body) return null;
  const outcome = await send(delivery, body, postman);
  if (isTaken(outcome)) return keep(outcome, 'DELIVERED');
  await keep(outcome, isLast ? 'FAILED' : 'PENDING');
  return outcome;
}

const UNANSWERED: Outcome = {
  requestHeaders: {},
  statusCode: null,
  responseHeaders: null,
  responseBody: null,
  problem: null,
};

const isTaken = ({ statusCode }: Outcome) => statusCode !== null && statusCode >= 200 && statusCode < 300;
const isRedirect = (statusCode: number) => statusCode >= 300 && statusCode < 400;

/** What no further try can mend. */
function obstacleTo({ isActive, isShutOut }: DeliveryToMake): string | null {
  if (!isActive) return 'The webhook was switched off.';
  return isShutOut ? 'The App is not installed there any more, or may not read requests by now.' : null;
}

/** Worded at the first try, from the request as it is then; the same bytes at every other. Null when it was deleted meanwhile. */
async function bodyOf({ id, payload }: DeliveryToMake, { database, clock, word }: Postman): Promise<Buffer | null> {
  if (payload !== null) return Buffer.from(payload);
  const facts = await findEventFacts(database.manager, id);
  const kept = facts && (await keepPayload(database.manager, id, JSON.stringify(word(facts, clock()))));
  return kept === null ? null : Buffer.from(kept);
}

async function send(delivery: DeliveryToMake, body: Buffer, { settings }: Postman): Promise<Outcome> {
  let requestHeaders: Record<string, string> = {};
  try {
    requestHeaders = headersOf(delivery, body, settings.encryptionKey);
    const {
      statusCode,
      headers,
      body: answer,
    } = await sendOutside({
      url: new URL(delivery.url),
      headers: requestHeaders,
      body,
      allowPrivate: settings.webhookAllowPrivate,
      timeoutMs: TIMEOUT_MS,
      keepBytes: KEPT_BYTES,
    });
    const problem = isRedirect(statusCode) ? 'The receiver answered with a redirect, which is not followed.' : null;
    return { requestHeaders, statusCode, responseHeaders: headers, responseBody: answer, problem };
  } catch (error) {
    return { ...UNANSWERED, requestHeaders, problem: (error as Error).message };
  }
}

function headersOf(delivery: DeliveryToMake, body: Buffer, key: Buffer): Record<string, string> {
  const { webhookId, guid, event, organizationId, appId, secret } = delivery;
  return {
    'User-Agent': 'Countersign-Hookshot/1',
    Accept: '*/*',
    'Content-Type': 'application/json',
    'X-GitHub-Event': event,
    'X-GitHub-Delivery': guid,
    'X-GitHub-Hook-ID': String(webhookId),
    'X-GitHub-Hook-Installation-Target-ID': String(organizationId ?? appId),
    'X-GitHub-Hook-Installation-Target-Type': appId === null ? 'organization' : 'integration',
    ...(secret && { 'X-Hub-Signature-256': signatureOf(openKept(key, webhookId, secret), body) }),
  };
}

function openKept(key: Buffer, webhookId: number, secret: Buffer): string {
  try {
    return openSecret(key, webhookId, secret);
  } catch {
    throw new Error('The secret cannot be read: it was stored under another ENCRYPTION_KEY. Set it again.');
  }
}
