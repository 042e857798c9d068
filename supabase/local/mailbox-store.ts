/** The messages of the capture mailbox: one .eml per message in the state folder, the oldest dropped past a bound. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import PostalMime, { type Email } from "postal-mime"

export interface StoredMessage {
  id: string
  receivedAt: string
  from: string
  /** Envelope recipients, lower case: whom the message was really sent to. */
  to: string[]
  subject: string
  text: string
  html: string
  attachments: { fileName: string; contentType: string; text: string }[]
  headers: { name: string; value: string }[]
}

export interface Mailbox {
  add(raw: Buffer, envelope: { from: string; to: string[] }): Promise<StoredMessage>
  /** Newest first. */
  list(filter?: { to?: string; after?: string }): StoredMessage[]
  find(id: string): StoredMessage | undefined
  raw(id: string): Buffer | undefined
  clear(): void
}

const textDecoder = new TextDecoder()

function toText(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === "string" ? content : textDecoder.decode(content)
}

function toMessage(id: string, envelope: { from: string; to: string[] }, email: Email): StoredMessage {
  const sender = email.from && "address" in email.from ? email.from : undefined
  return {
    id,
    receivedAt: new Date(Number(id.split("-")[0])).toISOString(),
    from: sender?.name ? `${sender.name} <${sender.address}>` : (sender?.address ?? envelope.from),
    to: envelope.to.map((address) => address.toLowerCase()),
    subject: email.subject ?? "",
    text: email.text ?? "",
    html: email.html ?? "",
    attachments: email.attachments.map((part) => ({
      fileName: part.filename ?? "attachment",
      contentType: part.mimeType,
      text: /^text\/|calendar|json|xml/.test(part.mimeType) ? toText(part.content) : "",
    })),
    headers: email.headers.map(({ key, value }) => ({ name: key, value })),
  }
}

export async function openMailbox(folder: string, limit = 500): Promise<Mailbox> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const messages = new Map<string, StoredMessage>()
  let counter = 0
  const emlPath = (id: string) => join(folder, `${id}.eml`)
  const envelopePath = (id: string) => join(folder, `${id}.json`)

  const drop = (id: string) => {
    messages.delete(id)
    rmSync(emlPath(id), { force: true })
    rmSync(envelopePath(id), { force: true })
  }

  const ids = readdirSync(folder)
    .filter((name) => /^\d+-\d+\.eml$/.test(name))
    .map((name) => name.slice(0, -4))
    .sort()
  for (const id of ids) {
    const envelope = JSON.parse(readFileSync(envelopePath(id), "utf8")) as { from: string; to: string[] }
    messages.set(id, toMessage(id, envelope, await PostalMime.parse(readFileSync(emlPath(id)))))
  }

  return {
    async add(raw, envelope) {
      const id = `${Date.now()}-${String(++counter).padStart(6, "0")}`
      const message = toMessage(id, envelope, await PostalMime.parse(raw))
      writeFileSync(envelopePath(id), JSON.stringify(envelope), { mode: 0o600 })
      writeFileSync(emlPath(id), raw, { mode: 0o600 })
      messages.set(id, message)
      for (const oldest of [...messages.keys()].slice(0, Math.max(0, messages.size - limit))) drop(oldest)
      return message
    },
    list({ to, after } = {}) {
      return [...messages.values()]
        .filter((message) => !to || message.to.includes(to.toLowerCase()))
        .filter((message) => !after || message.receivedAt > after)
        .reverse()
    },
    find: (id) => messages.get(id),
    raw: (id) => (messages.has(id) ? readFileSync(emlPath(id)) : undefined),
    clear() {
      for (const id of [...messages.keys()]) drop(id)
    },
  }
}
