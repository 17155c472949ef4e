import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findings } from './findings.ts';
import { expect, test } from './fixtures.ts';

// The receiver is on this machine, where no webhook goes unless the operator lets it.
test.use({ settings: { WEBHOOK_ALLOW_PRIVATE: '1' } });

const WEBHOOKS = '/organizations/acme/settings/webhooks';
const SECRET = 'It’s a secret: ünïcode & "quotes"';

type Heard = { event: unknown; guid: unknown; headers: IncomingHttpHeaders; body: Buffer };

/** A program that is told of requests; what it heard, and how it answers from now on. */
class Receiver {
  readonly heard: Heard[] = [];
  status = 200;
  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { headers } = request;
        const body = Buffer.concat(chunks);
        this.heard.push({ event: headers['x-github-event'], guid: headers['x-github-delivery'], headers, body });
        response.writeHead(this.status, { 'content-type': 'text/plain' }).end(`Answered with ${this.status}`);
      });
    });
  }

  static async start(): Promise<Receiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  stop(): void {
    this.server.close();
  }
}

const isSigned = ({ headers, body }: Heard, secret: string) =>
  headers['x-hub-signature-256'] === `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

test('AP-3: an owner makes a webhook, a member’s request arrives there signed, the owner sees what was sent and sends it once more', async ({
  as,
  ask,
}) => {
  const receiver = await Receiver.start();
  const [{ page }, member] = [await as('owner'), await as('member')];
  await page.goto(WEBHOOKS);
  await page.getByRole('link', { name: 'New webhook' }).click();
  await page.getByRole('textbox', { name: 'Payload URL' }).fill('ftp://example.test');
  await page.getByLabel('Secret').fill(SECRET);
  await page.getByRole('button', { name: 'Create webhook' }).click();
  await expect(page.getByText('An address begins with https:// or http://.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Payload URL' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Payload URL' }).fill(receiver.url);
  await page.getByRole('button', { name: 'Create webhook' }).click();

  // It is pinged as soon as it is there, and again when asked for.
  const deliveries = page.getByRole('list', { name: 'Deliveries' });
  await expect(deliveries.getByRole('button', { name: /^ping Delivered/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'Send a ping' }).click();
  await expect(deliveries.getByRole('button', { name: /^ping Delivered/ })).toHaveCount(2);
  expect(receiver.heard.map(({ event }) => event)).toEqual(['ping', 'ping']);

  receiver.status = 404;
  await ask(member, { name: 'told-of', reason: 'To be told of' });
  await expect.poll(() => receiver.heard.length).toBe(3);
  const first = receiver.heard[2]!;
  expect(first.event).toBe('personal_access_token_request');
  expect(isSigned(first, SECRET)).toBe(true);
  expect(JSON.parse(first.body.toString())).toMatchObject({
    action: 'created',
    personal_access_token_request: { token_name: 'told-of' },
    sender: { login: 'member' },
  });

  receiver.status = 200;
  await page.getByRole('button', { name: 'Refresh' }).click();
  const created = deliveries.getByRole('button', { name: /^personal_access_token_request\.created/ });
  // What was not taken is tried again by itself.
  await expect(created).toContainText('Delivered');
  await created.click();
  const attempts = deliveries.getByRole('group').filter({ hasText: /^Attempt/ });
  await expect(attempts).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Body', exact: true })).toContainText('"action": "created"');
  await expect(attempts.last()).toContainText('X-Hub-Signature-256: sha256=');
  await expect(attempts.last()).toContainText('Answered with 200');
  await expect(attempts.first()).toContainText('404');
  expect(await findings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Redeliver' }).click();
  await expect(attempts).toHaveCount(3);
  await expect(attempts.last()).toContainText('Redelivery');
  expect(receiver.heard.slice(2).map(({ guid }) => guid)).toEqual([first.guid, first.guid, first.guid]);
  expect(receiver.heard.at(-1)!.body.equals(first.body)).toBe(true);

  // Another secret signs what comes next; switched off, nothing comes.
  await page.getByRole('radio', { name: 'Replace it' }).check();
  await page.getByLabel('Secret', { exact: true }).fill('another');
  await page.getByRole('button', { name: 'Save webhook' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.getByRole('button', { name: 'Send a ping' }).click();
  await expect.poll(() => receiver.heard.length).toBe(6);
  expect(isSigned(receiver.heard[5]!, 'another')).toBe(true);
  await page.getByRole('checkbox', { name: 'Active' }).uncheck();
  await page.getByRole('button', { name: 'Save webhook' }).click();
  await expect(page.getByRole('button', { name: 'Send a ping' })).toBeDisabled();

  await page.getByRole('link', { name: 'Webhooks' }).first().click();
  const row = page.getByRole('list', { name: 'Webhooks' }).getByRole('listitem');
  await expect(row).toContainText('Switched off');
  await expect(row).toContainText('Delivered');
  expect(await findings(page)).toEqual([]);
  await row.getByRole('link').click();
  await page.getByRole('button', { name: 'Delete webhook' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click();
  await expect(page.getByText('No webhook yet')).toBeVisible();
  receiver.stop();
});

test('AP-3: the webhook of an App stands on its page, and is told of the organization where it is installed', async ({
  as,
  ask,
}) => {
  const receiver = await Receiver.start();
  const [{ page }, member] = [await as('owner'), await as('member2')];
  await page.goto('/organizations/acme/settings/apps/review-bot');
  await page.getByRole('textbox', { name: 'Payload URL' }).fill(receiver.url);
  await page.getByRole('button', { name: 'Create webhook' }).click();
  const deliveries = page.getByRole('list', { name: 'Deliveries' });
  await expect(deliveries.getByRole('button', { name: /^ping Delivered/ })).toBeVisible();
  await ask(member, { name: 'told-the-app' });
  await expect.poll(() => receiver.heard.map(({ event }) => event)).toContain('personal_access_token_request');
  expect(JSON.parse(receiver.heard.at(-1)!.body.toString())).toMatchObject({
    installation: { id: expect.any(Number) },
  });

  await page.getByRole('button', { name: 'Delete webhook' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click();
  await expect(page.getByRole('button', { name: 'Create webhook' })).toBeVisible();
  receiver.stop();
});
