/** The mailbox's pages: no script at all, one style sheet, foreign HTML only inside a sandboxed frame. */
import type { StoredMessage } from "./mailbox-store.ts"

const escapeHtml = (text: string): string =>
  text.replaceAll(
    /[&<>"']/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign] ?? sign,
  )

export const styleSheet = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6875; --line: #dfe4e9; --paper: #fff; --ground: #f4f6f8; --accent: #0f6b6b }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9aa7b4; --line: #2d3742; --paper: #171d24; --ground: #10151a; --accent: #6fc7c2 } }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
header { padding: 18px 24px; border-bottom: 1px solid var(--line); background: var(--paper); display: flex; gap: 16px; align-items: baseline; flex-wrap: wrap }
h1 { font-size: 18px; margin: 0 } h2 { font-size: 20px; margin: 0 0 8px }
main { max-width: 920px; margin: 24px auto; padding: 0 16px }
a { color: var(--accent) } a:focus-visible, summary:focus-visible, input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.soft { color: var(--soft) }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin-bottom: 16px }
ul { list-style: none; margin: 0; padding: 0 }
li a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; padding: 12px 16px; text-decoration: none; color: inherit; border-bottom: 1px solid var(--line) }
li:last-child a { border: 0 } li a:hover { background: var(--ground) } li a strong { overflow-wrap: anywhere }
.list { padding: 0; overflow: hidden }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
iframe { width: 100%; height: 560px; border: 1px solid var(--line); border-radius: 8px; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0 0; font: 13px/1.5 ui-monospace, monospace }
summary { cursor: pointer; font-weight: 600 }
input, button { font: inherit; padding: 6px 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; min-height: 36px }
form { display: flex; gap: 8px; margin-left: auto }
`

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="/style.css"></head><body>${body}</body></html>`

const time = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`

export function listPage(messages: StoredMessage[], to: string): string {
  const items = messages.map(
    (
      message,
    ) => `<li><a href="/messages/${message.id}"><strong>${escapeHtml(message.subject || "(no subject)")}</strong>
      <span class="soft">${time(message.receivedAt)}</span><span class="soft">${escapeHtml(message.to.join(", "))}</span></a></li>`,
  )
  const empty = `<p class="card">Nothing here yet. Book an appointment, and its confirmation lands on this page.</p>`
  return page(
    "Mailbox",
    `<header><h1>Mailbox</h1><span class="soft">Every e-mail of this stack. None leaves this machine.</span>
     <form method="get" action="/" role="search"><input type="search" name="to" aria-label="Recipient" placeholder="Recipient" value="${escapeHtml(to)}"><button>Filter</button></form></header>
     <main>${items.length ? `<ul class="card list">${items.join("")}</ul>` : empty}</main>`,
  )
}

export function messagePage(message: StoredMessage): string {
  const { id } = message
  const details = [
    ["From", message.from],
    ["To", message.to.join(", ")],
    ["Received", time(message.receivedAt)],
  ]
  const attachments = message.attachments.map(
    (part) =>
      `<details class="card" open><summary>${escapeHtml(part.fileName)} <span class="soft">${escapeHtml(part.contentType)}</span></summary><pre>${escapeHtml(part.text)}</pre></details>`,
  )
  return page(
    message.subject,
    `<header><h1><a href="/">Mailbox</a></h1></header><main>
     <section class="card"><h2>${escapeHtml(message.subject || "(no subject)")}</h2>
     <dl>${details.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? "")}</dd>`).join("")}</dl>
     <p><a href="/messages/${id}/raw">Raw message</a></p></section>
     ${message.html ? `<iframe title="The message as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${id}/html"></iframe>` : ""}
     <details class="card"${message.html ? "" : " open"}><summary>Text</summary><pre>${escapeHtml(message.text)}</pre></details>
     ${attachments.join("")}</main>`,
  )
}
