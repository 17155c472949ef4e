import type { MailContent } from './mail.ts';

/** Markup in which everything that was put in is escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

type Part = Html | string | number | null | undefined | false | Part[];
const markupOf = (part: Part): string => {
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(markupOf).join('');
  return part === null || part === undefined || part === false ? '' : escape(String(part));
};

/** Escapes everything that is put in, but for other `html` and lists of it; null and false put in nothing. (ML-5) */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.map((text, index) => text + markupOf(parts[index])).join(''));

// Control characters and those that turn the direction of writing: with them a text could pass for another.
const TRICKS = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** One line, without characters that end headers or turn text around. */
const oneLine = (text: string): string => text.replaceAll(TRICKS, ' ').trim();
const lines = (text: string) => text.split(/\r\n|[\n\r\u2028\u2029]/).map(oneLine);

type MailLink = { label: string; url: string };

/** A paragraph, words of a person, a list of names and values, the title of what follows, a list of things that each have a page, or a link. */
type MailBlock =
  | string
  | { quote: string }
  | { facts: [name: string, value: string][] }
  | { title: string }
  | { items: { name: string; detail: string; url: string }[] }
  | { link: MailLink };

export type MailOutline = {
  subject: string;
  heading: string;
  blocks: MailBlock[];
  button?: MailLink;
  /** Why the reader gets this mail, and where that is chosen. */
  why: string;
  whyLink?: MailLink;
  locale: string;
};

/** One mail in two forms, text and HTML, that say the same. What people wrote may stand in any of its texts. (ML-5) */
export function composeMail(outline: MailOutline): MailContent {
  return { subject: oneLine(outline.subject), text: textOf(outline), html: frame(outline).markup };
}

function textOf({ heading, blocks, button, why, whyLink }: MailOutline): string {
  const action = button ? [textOfLink(button)] : [];
  const end = `-- \n${oneLine(why)}${whyLink ? `\n${textOfLink(whyLink)}` : ''}`;
  return [oneLine(heading), ...blocks.map(textOfBlock), ...action, end].join('\n\n') + '\n';
}

const textOfLink = ({ label, url }: MailLink) => `${oneLine(label)}:\n${httpAddress(url)}`;

function textOfBlock(block: MailBlock): string {
  if (typeof block === 'string') return oneLine(block);
  if ('quote' in block)
    return lines(block.quote)
      .map((line) => `> ${line}`.trimEnd())
      .join('\n');
  if ('title' in block) return oneLine(block.title);
  if ('items' in block)
    return block.items
      .map(({ name, detail, url }) => `- ${oneLine(name)}\n  ${oneLine(detail)}\n  ${httpAddress(url)}`)
      .join('\n');
  if ('link' in block) return textOfLink(block.link);
  return block.facts.map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`).join('\n');
}

// Korean breaks between words, and a long name anywhere.
const WRAP = 'word-break:keep-all;overflow-wrap:anywhere';
const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI','Noto Sans','Noto Sans KR',Helvetica,Arial,sans-serif";

function htmlOfBlock(block: MailBlock): Html {
  if (typeof block === 'string') return html`<p style="margin:0 0 16px">${oneLine(block)}</p>`;
  if ('quote' in block) {
    const quoted = lines(block.quote).map((line, index) => (index ? html`<br />${line}` : html`${line}`));
    return html`<blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:4px solid #d1d9e0;color:#59636e">
      ${quoted}
    </blockquote>`;
  }
  if ('title' in block)
    return html`<h2 style="margin:24px 0 8px;font-size:16px;line-height:24px;font-weight:600">
      ${oneLine(block.title)}
    </h2>`;
  if ('items' in block) return htmlOfItems(block.items);
  if ('link' in block) return html`<p style="margin:0 0 16px">${htmlOfLink(block.link)}</p>`;
  const rows = block.facts.map(
    ([name, value]) =>
      html`<tr>
        <td style="padding:4px 16px 4px 0;color:#59636e;vertical-align:top;white-space:nowrap">${oneLine(name)}</td>
        <td style="padding:4px 0;vertical-align:top;${WRAP}">${oneLine(value)}</td>
      </tr>`,
  );
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px">
    ${rows}
  </table>`;
}

function htmlOfItems(items: { name: string; detail: string; url: string }[]): Html {
  const rows = items.map(
    ({ name, detail, url }) =>
      html`<tr>
        <td style="padding:8px 0;border-top:1px solid #d1d9e0;${WRAP}">
          ${htmlOfLink({ label: name, url }, 'font-weight:600')}<br /><span style="color:#59636e"
            >${oneLine(detail)}</span
          >
        </td>
      </tr>`,
  );
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="margin:0 0 16px;border-bottom:1px solid #d1d9e0"
  >
    ${rows}
  </table>`;
}

const htmlOfLink = ({ label, url }: MailLink, style = '') =>
  html`<a href="${httpAddress(url)}" style="color:#0969da;${style}">${oneLine(label)}</a>`;

function buttonOf({ label, url }: MailLink): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px">
    <tr>
      <td style="border-radius:6px;background:#1f883d">
        <a
          href="${httpAddress(url)}"
          style="display:inline-block;padding:8px 20px;color:#ffffff;font-weight:600;text-decoration:none"
          >${oneLine(label)}</a
        >
      </td>
    </tr>
  </table>`;
}

/** Tables and inline styles: what all mail readers take. */
function frame({ subject, heading, blocks, button, why, whyLink, locale }: MailOutline): Html {
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light" />
        <title>${oneLine(subject)}</title>
      </head>
      <body style="margin:0;padding:0;background:#f6f8fa">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f6f8fa">
          <tr>
            <td align="center" style="padding:24px 12px">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:600px;background:#ffffff;border:1px solid #d1d9e0;border-radius:6px"
              >
                <tr>
                  <td style="padding:24px 24px 8px;${WRAP};${FONT};font-size:14px;line-height:21px;color:#1f2328">
                    <h1 style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600">${oneLine(heading)}</h1>
                    ${blocks.map(htmlOfBlock)}${button && buttonOf(button)}
                  </td>
                </tr>
                <tr>
                  <td
                    style="padding:16px 24px;border-top:1px solid #d1d9e0;${WRAP};${FONT};font-size:12px;line-height:18px;color:#59636e"
                  >
                    ${oneLine(why)}${whyLink && html` ${htmlOfLink(whyLink)}`}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `;
}

function httpAddress(url: string): string {
  if (!/^https?:\/\//i.test(url)) throw new Error('A link leads to an http address only');
  return url;
}
