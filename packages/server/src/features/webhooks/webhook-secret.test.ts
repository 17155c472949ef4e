import { randomBytes } from 'node:crypto';
import { Webhooks } from '@octokit/webhooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSecret, problemWithSecret, sealSecret, signatureOf } from './webhook-secret.ts';

const ODD = ['"quotes" & \'apostrophes\'', 'zwei\nZeilen', '비밀 🔑', ' spaces ', '\\', 'é', 'x'.repeat(255)];

test("AP-3: the signature is that of GitHub's own example", () => {
  const signature = signatureOf("It's a Secret to Everybody", Buffer.from('Hello, World!'));
  expect(signature).toBe('sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17');
});

test.each(ODD)(
  'AP-3: what is signed with %j is verified by the released @octokit/webhooks, and nothing else',
  async (secret) => {
    const webhooks = new Webhooks({ secret });
    const body = JSON.stringify({ name: '토큰 "ci"' });
    const signature = signatureOf(secret, Buffer.from(body));
    expect(await webhooks.verify(body, signature)).toBe(true);
    expect(await webhooks.verify(`${body} `, signature)).toBe(false);
    expect(await new Webhooks({ secret: `${secret}.` }).verify(body, signature)).toBe(false);
  },
);

test('a secret is kept under the key for one webhook alone, whatever its characters', () => {
  const key = randomBytes(32);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 }), (secret) => {
      const sealed = sealSecret(key, 7, secret);
      expect(openSecret(key, 7, sealed)).toBe(secret);
      expect(() => openSecret(key, 8, sealed)).toThrow('authenticate data');
      expect(() => openSecret(randomBytes(32), 7, sealed)).toThrow('authenticate data');
    }),
  );
});

test('a secret has 1 to 255 characters', () => {
  expect(ODD.map(problemWithSecret)).toEqual(ODD.map(() => null));
  expect(problemWithSecret('')).toMatch(/leave it out/);
  expect(problemWithSecret('x'.repeat(256))).toMatch(/at most 255/);
});
