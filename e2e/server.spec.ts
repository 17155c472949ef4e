import { expect, test } from './fixtures.ts';

test('a server that is told to stop ends in order, and the next one goes on where it was', async ({
  as,
  ask,
  server,
}) => {
  const member = await as('member2');
  await ask(member, { name: 'before-the-stop' });
  expect(await server.restart('SIGTERM')).toBe(0);

  // The same session, and what was asked before.
  await member.page.goto('/settings/personal-access-tokens');
  await expect(member.page.getByRole('link', { name: 'before-the-stop' })).toBeVisible();
});

test('a server that is killed loses nothing that it answered', async ({ as, ask, clone, server }) => {
  const secret = await ask(await as('owner'), { name: 'before-the-kill' });
  expect(await server.restart('SIGKILL')).toBe(null);
  expect((await clone('acme/payroll', secret)).code).toBe(0);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});
