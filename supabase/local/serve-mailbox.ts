import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { SMTPServer } from "smtp-server"
import { listPage, messagePage, styleSheet } from "./mailbox-pages.ts"
import { type Mailbox, openMailbox } from "./mailbox-store.ts"

const maxMessageBytes = 5 * 1024 * 1024

/** Pages of ours: nothing but their own style sheet and the frame. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** A message's own HTML: inline style and images, no script, no form, and only inside our frame. */
const messagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  policy = pagePolicy,
) {
  response.writeHead(status, {
    "content-type": type,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  })
  return response.end(body)
}

const html = "text/html; charset=utf-8"
const json = "application/json; charset=utf-8"
const plain = "text/plain; charset=utf-8"

function respond(mailbox: Mailbox, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const url = new URL(request.url ?? "/", "http://127.0.0.1")
  // Another site that resolves its name to 127.0.0.1 must not read the mail.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? "")) {
    return answer(response, 421, plain, "Ask for this by its loopback address.")
  }
  const to = url.searchParams.get("to") ?? undefined
  const after = url.searchParams.get("after") ?? undefined
  if (request.method === "DELETE" && url.pathname === "/api/messages") {
    mailbox.clear()
    return answer(response, 200, json, "[]")
  }
  if (request.method !== "GET") return answer(response, 405, plain, "Only GET.")
  if (url.pathname === "/style.css") return answer(response, 200, "text/css; charset=utf-8", styleSheet)
  if (url.pathname === "/") return answer(response, 200, html, listPage(mailbox.list({ to }), to ?? ""))
  if (url.pathname === "/api/messages") {
    return answer(response, 200, json, JSON.stringify(mailbox.list({ to, after })))
  }
  const [, id = "", part] = /^\/messages\/([\d-]+)(?:\/(html|raw))?$/.exec(url.pathname) ?? []
  const message = mailbox.find(id)
  if (!message) return answer(response, 404, plain, "There is no such message.")
  if (part === "raw") return answer(response, 200, plain, mailbox.raw(id) ?? "")
  // Links open in a new tab, outside the sandbox: inside it, the page behind them would have no script.
  if (part === "html")
    return answer(response, 200, html, `<base target="_blank">${message.html}`, messagePolicy)
  return answer(response, 200, html, messagePage(message))
}

export interface MailboxServer {
  mailbox: Mailbox
  http: Server
  close(): Promise<void>
}

/** Takes every message on `smtpPort` and shows it on `httpPort`; both on the loopback interface only. */
export async function serveMailbox(options: {
  folder: string
  smtpPort: number
  httpPort: number
  limit?: number
}): Promise<MailboxServer> {
  const mailbox = await openMailbox(options.folder, options.limit)
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    size: maxMessageBytes,
    onAuth: (_auth, _session, done) => done(null, { user: "local" }),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      let bytes = 0
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= maxMessageBytes) chunks.push(chunk)
      })
      stream.on("end", () => {
        if (stream.sizeExceeded)
          return done(Object.assign(new Error("message too large"), { responseCode: 552 }))
        const { mailFrom, rcptTo } = session.envelope
        const envelope = {
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map((recipient) => recipient.address),
        }
        mailbox.add(Buffer.concat(chunks), envelope).then(() => done(), done)
      })
    },
  })
  smtp.on("error", (error) => console.error("mailbox:", error.message))
  const http = createServer((request, response) => respond(mailbox, request, response))
  await new Promise<void>((resolve) => smtp.listen(options.smtpPort, "127.0.0.1", resolve))
  await new Promise<void>((resolve) => http.listen(options.httpPort, "127.0.0.1", resolve))
  return {
    mailbox,
    http,
    async close() {
      http.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise<void>((resolve) => http.close(() => resolve())),
      ])
    },
  }
}
