import { expect, test } from './fixtures.ts';

test('TK-2: a token that is tried in the sandbox works there, and stays in no storage of the browser', async ({
  as,
  ask,
  server,
}) => {
  const member = await as('member');
  const secret = await ask(member, { name: 'sandboxed' });
  const { page } = await as(null);
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.url)) outside.push(request.url());
  });
  await page.goto('/sandbox');

  const headers = page.getByRole('textbox').nth(1);
  await headers.focus();
  await page.keyboard.insertText(`{"Authorization": "Bearer ${secret}"}`);
  const answer = page.waitForResponse(
    (response) => response.url().endsWith('/api/graphql') && response.request().postData()?.includes('WhoAmI') === true,
  );
  await page.getByRole('button', { name: /Execute query/ }).click();

  expect((await (await answer).json()).data.viewer.login).toBe('member');
  await expect(page.getByText('"member"')).toBeVisible();
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
  );
  expect(stored).not.toContain(secret);
  expect(outside).toEqual([]);
});
