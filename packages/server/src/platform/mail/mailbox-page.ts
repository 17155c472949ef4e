import { Html, html } from './layout.ts';
import type { MailboxMessage } from './mailbox-message.entity.ts';

type MailboxPage = { messages: MailboxMessage[]; opened: MailboxMessage | null; to: string };

const STYLE = new Html(`
:root { color-scheme: light dark; --canvas: #fff; --subtle: #f6f8fa; --border: #d1d9e0; --text: #1f2328; --muted: #59636e; --accent: #0969da; --chosen: #ddf4ff }
@media (prefers-color-scheme: dark) { :root { --canvas: #0d1117; --subtle: #151b23; --border: #3d444d; --text: #f0f6fc; --muted: #9198a1; --accent: #4493f8; --chosen: #12283f } }
* { box-sizing: border-box }
body { margin: 0; height: 100dvh; display: flex; flex-direction: column; background: var(--canvas); color: var(--text); font: 14px/21px -apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', 'Noto Sans KR', Helvetica, Arial, sans-serif }
a { color: var(--accent) }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 12px 16px; background: var(--subtle); border-bottom: 1px solid var(--border) }
header h1 { margin: 0 auto 0 0; font-size: 16px }
header h1 a { color: inherit; text-decoration: none }
form { display: flex; gap: 8px }
input, button { font: inherit; padding: 4px 12px; border: 1px solid var(--border); border-radius: 6px; background: var(--canvas); color: inherit; min-width: 0 }
button { background: var(--subtle); font-weight: 500; cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(260px, 360px) 1fr }
ol { margin: 0; padding: 0; list-style: none; overflow-y: auto; border-right: 1px solid var(--border) }
li a { display: block; padding: 10px 16px; border-bottom: 1px solid var(--border); color: inherit; text-decoration: none }
li a:hover { background: var(--subtle) }
li a[aria-current] { background: var(--chosen); box-shadow: inset 3px 0 var(--accent) }
.line { display: flex; gap: 8px; justify-content: space-between; color: var(--muted); font-size: 12px }
.line span, .subject { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.line time { flex: none }
.subject { font-weight: 600; display: block }
article { display: flex; flex-direction: column; min-width: 0; min-height: 0 }
article h2 { margin: 0; font-size: 20px; line-height: 28px; overflow-wrap: anywhere }
article .head { padding: 16px 24px; border-bottom: 1px solid var(--border) }
article .head p { margin: 4px 0 0; color: var(--muted); overflow-wrap: anywhere }
iframe { flex: 1; border: 0; width: 100%; background: #f6f8fa; min-height: 320px }
details { border-top: 1px solid var(--border); padding: 8px 24px; max-height: 40%; overflow: auto }
summary { cursor: pointer; color: var(--muted) }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/18px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.empty { margin: auto; padding: 32px; color: var(--muted); text-align: center }
.back { display: none }
@media (max-width: 700px) {
  main { grid-template-columns: 1fr }
  main.reading ol, main:not(.reading) article { display: none }
  ol { border-right: 0 }
  .back { display: inline-block; margin-bottom: 8px }
}
`);

/** The mailbox as a mail reader shows it; works without any script. */
export function mailboxPage({ messages, opened, to }: MailboxPage): Html {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${opened ? opened.subject : 'Developer mailbox'}</title><style>${STYLE}</style></head>
<body>
<header>
<h1><a href="/dev/mailbox">Developer mailbox</a></h1>
<form action="/dev/mailbox" role="search"><input type="search" name="to" value="${to}" placeholder="To: address" aria-label="Show mails to"><button>Show</button></form>
</header>
<main${opened && new Html(' class="reading"')}>
${
  messages.length > 0
    ? html`<ol aria-label="Mails">
        ${messages.map((message) => entry(message, opened, to))}
      </ol>`
    : html`<p class="empty">${to ? `No mail to ${to}.` : 'No mail yet. What Countersign would send arrives here.'}</p>`
}
${opened ? reading(opened, to) : html`<article>${messages.length > 0 && html`<p class="empty">Choose a mail.</p>`}</article>`}
</main>
</body>
</html>
`;
}

const address = (to: string, id?: number) =>
  `/dev/mailbox?${new URLSearchParams({ ...(to && { to }), ...(id && { id: String(id) }) }).toString()}`;
const minute = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');
const moment = (at: Date) => html`<time datetime="${at.toISOString()}">${minute(at)} UTC</time>`;

const entry = (message: MailboxMessage, opened: MailboxMessage | null, to: string) =>
  html`<li>
    <a href="${address(to, message.id)}" ${message.id === opened?.id && new Html(' aria-current="true"')}>
      <span class="subject">${message.subject}</span
      ><span class="line"><span>${message.to}</span>${moment(message.at)}</span></a
    >
  </li>`;

/** The mail's own page is shown in a frame that can do nothing but open links beside. */
const reading = (message: MailboxMessage, to: string) =>
  html`<article>
    <div class="head">
      <a class="back" href="${address(to)}">All mails</a>
      <h2>${message.subject}</h2>
      <p>To ${message.to}, ${moment(message.at)}</p>
    </div>
    <iframe
      title="Mail"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcdoc="${`<base target="_blank">${message.html}`}"
    ></iframe>
    <details>
      <summary>Text part</summary>
      <pre>${message.text}</pre>
    </details>
  </article>`;
