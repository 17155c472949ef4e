import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { aPage, inSettings, ofAcme } from '../../testing/in-settings.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const WEBHOOKS = '/organizations/acme/settings/webhooks';
const aDelivery = (id: number, state: string, more: object = {}) => ({
  __typename: 'WebhookDelivery',
  id: `D_${id}`,
  event: 'personal_access_token_request',
  action: 'created',
  state,
  createdAt: '2026-11-01T08:00:00Z',
  ...more,
});
const aWebhook = (more: object = {}) => ({
  __typename: 'Webhook',
  id: 'W_3',
  databaseId: 3,
  url: 'https://hooks.example.test/countersign',
  isActive: true,
  hasSecret: true,
  events: ['personal_access_token_request'],
  latestDelivery: aDelivery(1, 'FAILED'),
  ...more,
});
const header = (name: string, value: string) => ({ __typename: 'WebhookHeader', name, value });
const ATTEMPT = {
  __typename: 'WebhookAttempt',
  startedAt: '2026-11-01T08:00:01Z',
  durationMs: 12,
  isRedelivery: false,
  problem: null,
  statusCode: 500,
  requestHeaders: [header('X-GitHub-Event', 'personal_access_token_request')],
  responseHeaders: [header('Content-Type', 'text/plain')],
  responseBody: 'Out of order',
};
const deliveries = (...nodes: object[]) => ({
  node: { __typename: 'Webhook', id: 'W_3', deliveries: aPage('WebhookDelivery', nodes) },
});
const open = (path: string, answers: Answers = {}) => ({
  user: userEvent.setup(),
  ...renderAt(`${WEBHOOKS}${path}`, {
    ...inSettings(),
    WebhooksPage: () => ofAcme({ webhooks: aPage('Webhook', [aWebhook()]) }),
    NewWebhookPage: () => ofAcme({ webhooks: aPage('Webhook', []) }),
    WebhookPage: () => ofAcme({ webhook: aWebhook() }),
    WebhookDeliveries: () => deliveries(aDelivery(1, 'FAILED')),
    ...answers,
  }),
});
const saved = { updateWebhook: { __typename: 'UpdateWebhookPayload', webhook: { __typename: 'Webhook', id: 'W_3' } } };

test('AP-3: each webhook stands with whether it goes and how the last delivery was taken', async () => {
  open('', {
    WebhooksPage: () =>
      ofAcme({
        webhooks: aPage('Webhook', [
          aWebhook(),
          aWebhook({ id: 'W_4', databaseId: 4, isActive: false, latestDelivery: null }),
        ]),
      }),
  });
  const [first, second] = within(await screen.findByRole('list', { name: 'Webhooks' })).getAllByRole('listitem');
  expect(first!.textContent).toMatch(/hooks\.example\.test.*last delivery.*Failed/);
  expect(second!.textContent).toMatch(/Switched off.*Nothing delivered yet/);
  expect(within(first!).getByRole('link').getAttribute('href')).toBe(`${WEBHOOKS}/3`);
});

test('no webhook, and no right to see any, are told apart', async () => {
  open('', { WebhooksPage: () => ofAcme({ webhooks: aPage('Webhook', []) }) });
  expect(await screen.findByText('No webhook yet')).toBeTruthy();
});

test('who may not make a webhook is told before a form is filled', async () => {
  open('/new', { ...inSettings('MEMBER'), NewWebhookPage: () => refusal('FORBIDDEN', 'This is for owners.') });
  expect(await screen.findByText('This is for owners.')).toBeTruthy();
  expect(screen.queryByRole('form')).toBeNull();
});

test('a webhook is made once with its secret, which the cache does not keep; a refused address is told at its field', async () => {
  const answers = [
    refusal('INVALID', 'No.', { url: 'This is a private address.' }),
    {
      createWebhook: {
        __typename: 'CreateWebhookPayload',
        webhook: { __typename: 'Webhook', id: 'W_3', databaseId: 3 },
      },
    },
  ];
  const { user, asked, address, client } = open('/new', { CreateWebhook: () => answers.shift()! });
  const url = await screen.findByRole('textbox', { name: /Payload URL/ });
  await user.type(url, 'http://10.0.0.1');
  await user.type(screen.getByLabelText('Secret'), 'odd “secret”');
  await user.click(screen.getByRole('button', { name: 'Create webhook' }));
  expect(await screen.findByText('This is a private address.')).toBeTruthy();
  expect(document.activeElement).toBe(url);
  await user.clear(url);
  await user.type(url, 'https://hooks.example.test/');
  await user.dblClick(screen.getByRole('button', { name: 'Create webhook' }));
  await waitFor(() => expect(address()).toBe(`${WEBHOOKS}/3`));
  expect(asked('CreateWebhook').slice(1)).toEqual([
    {
      input: { organization: 'acme', url: 'https://hooks.example.test/', isActive: true, secret: 'odd “secret”' },
    },
  ]);
  expect(JSON.stringify(client.extract())).not.toContain('odd “secret”');
});

test('the secret in use is kept unless it is replaced or removed, and only what was changed is saved', async () => {
  const { user, asked, client } = open('/3', { UpdateWebhook: () => saved });
  const save = async () => {
    await user.click(screen.getByRole('button', { name: 'Save webhook' }));
    await screen.findByText('Saved');
  };
  await user.click(await screen.findByRole('checkbox', { name: 'Active' }));
  await save();
  await user.click(screen.getByRole('radio', { name: 'Replace it' }));
  await user.click(screen.getByRole('button', { name: 'Save webhook' }));
  expect(screen.getByText('Give the secret that replaces the one in use.')).toBeTruthy();
  await user.type(screen.getByLabelText('Secret'), 'another one');
  await save();
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Keep it' }).checked).toBe(true);
  await user.click(screen.getByRole('radio', { name: /Remove it/ }));
  await save();
  expect(asked('UpdateWebhook').map(({ input }) => input)).toEqual([
    { webhookId: 'W_3', isActive: false },
    { webhookId: 'W_3', secret: 'another one' },
    { webhookId: 'W_3', secret: null },
  ]);
  expect(JSON.stringify(client.extract())).not.toContain('another one');
});

test('AP-3: a delivery opens to what was sent and what came back, and is sent once more; the list looks again until it is through', async () => {
  let state = 'FAILED';
  const { user, asked } = open('/3', {
    WebhookDeliveries: () => deliveries(aDelivery(1, state)),
    DeliveryDetails: () => ({
      node: {
        ...aDelivery(1, state),
        guid: '0b989ba4-242f-11e5-81e1-c7b6966d2516',
        payload: '{"action":"created"}',
        attempts: [
          ATTEMPT,
          ...(state === 'DELIVERED'
            ? [{ ...ATTEMPT, startedAt: '2026-11-01T09:00:00Z', isRedelivery: true, statusCode: 204, responseBody: '' }]
            : []),
        ],
      },
    }),
    Redeliver: () => {
      state = 'DELIVERED';
      return { redeliver: { __typename: 'RedeliverPayload', delivery: aDelivery(1, 'PENDING') } };
    },
  });
  const row = await screen.findByRole('button', { name: /personal_access_token_request\.created/ });
  expect(row.textContent).toContain('Failed');
  await user.click(row);
  expect((await screen.findByRole('region', { name: 'Body' })).textContent).toBe('{\n  "action": "created"\n}');
  expect(screen.getByRole('region', { name: 'Request headers' }).textContent).toContain(
    'X-GitHub-Event: personal_access_token_request',
  );
  expect(screen.getByRole('region', { name: 'Response body' }).textContent).toBe('Out of order');

  await user.dblClick(screen.getByRole('button', { name: 'Redeliver' }));
  expect(asked('Redeliver')).toEqual([{ input: { deliveryId: 'D_1' } }]);
  expect(row.textContent).toContain('Pending');
  await waitFor(() => expect(row.textContent).toContain('Delivered'));
  expect(await screen.findByText('Redelivery')).toBeTruthy();
});

test('a ping stands in the list at once; why none could be sent stands beside its button', async () => {
  const sent = [aDelivery(1, 'DELIVERED')];
  const answers = [
    () => {
      sent.unshift(aDelivery(2, 'DELIVERED', { event: 'ping', action: null }));
      return {
        pingWebhook: { __typename: 'PingWebhookPayload', delivery: { __typename: 'WebhookDelivery', id: 'D_2' } },
      };
    },
    () => refusal('CONFLICT', 'The webhook is switched off.'),
  ];
  const { user } = open('/3', {
    WebhookDeliveries: () => deliveries(...sent),
    PingWebhook: () => answers.shift()!(),
  });
  await user.click(await screen.findByRole('button', { name: 'Send a ping' }));
  expect(await screen.findByRole('button', { name: /^ping/ })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Send a ping' }));
  expect(await screen.findByText('The webhook is switched off.')).toBeTruthy();
});

test('a webhook is deleted after a question, and its list follows', async () => {
  const { user, asked, address } = open('/3', {
    DeleteWebhook: () => ({ deleteWebhook: { __typename: 'DeleteWebhookPayload', ...ofAcme({}) } }),
  });
  await user.click(await screen.findByRole('button', { name: 'Delete webhook' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete webhook' }));
  await waitFor(() => expect(address()).toBe(WEBHOOKS));
  await waitFor(() => expect(asked('WebhooksPage')).toHaveLength(1));
  expect(asked('DeleteWebhook')).toEqual([{ input: { webhookId: 'W_3' } }]);
});

test('why a delete was refused is forgotten when it is asked again', async () => {
  const { user } = open('/3', { DeleteWebhook: () => refusal('NOT_FOUND', 'There is no such webhook.') });
  const button = await screen.findByRole('button', { name: 'Delete webhook' });
  await user.click(button);
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Delete webhook' }));
  await within(dialog).findByText('There is no such webhook.');
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await user.click(button);
  expect((await screen.findByRole('dialog')).textContent).not.toContain('There is no such webhook.');
});

test('what is under way is looked at ever more seldom, and not while nobody sees the page', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { asked } = open('/3', { WebhookDeliveries: () => deliveries(aDelivery(1, 'PENDING')) });
    await screen.findByRole('button', { name: /Pending/ });
    const looks = () => asked('WebhookDeliveries').length;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(looks()).toBeGreaterThan(20);
    expect(looks()).toBeLessThan(50);
    const seen = looks();
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(looks()).toBe(seen);
  } finally {
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
});

test('a list that cannot be read anew says so, and keeps what it has', async () => {
  let answer: () => ReturnType<typeof refusal> | object = () => deliveries(aDelivery(1, 'FAILED'));
  const { user } = open('/3', { WebhookDeliveries: () => answer() });
  const refresh = await screen.findByRole('button', { name: 'Refresh' });
  answer = () => refusal('UNAVAILABLE', 'The database is away.');
  await user.click(refresh);
  expect(await screen.findByText('The database is away.')).toBeTruthy();
  expect(screen.getByRole('list', { name: 'Deliveries' })).toBeTruthy();
});
