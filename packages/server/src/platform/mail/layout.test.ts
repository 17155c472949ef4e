import { expect, test } from 'vitest';
import { composeMail, html } from './layout.ts';

test('ML-5: what is put in is escaped, in text and in attributes, but for other html', () => {
  const name = `"><script>'&`;
  expect(html`<a title="${name}">${name}${[html`<b>${1}</b>`, null, false, undefined]}</a>`.markup).toBe(
    '<a title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;<b>1</b></a>',
  );
});

test('a link leads to http addresses only', () => {
  const mail = { subject: 's', heading: 'h', blocks: [], why: 'w', locale: 'en' };
  expect(() => composeMail({ ...mail, button: { label: 'b', url: 'javascript:alert(1)' } })).toThrow('http');
});
