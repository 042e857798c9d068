import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createTransport } from "nodemailer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findFreePorts } from "../../../supabase/local/choose-ports.ts"
import { openMailbox } from "../../../supabase/local/mailbox-store.ts"
import { type MailboxServer, serveMailbox } from "../../../supabase/local/serve-mailbox.ts"

const folder = mkdtempSync(join(tmpdir(), "holdfast-mailbox-"))
let server: MailboxServer
let base = ""
let send: (to: string, subject: string) => Promise<unknown>

beforeAll(async () => {
  const [smtpPort = 0, httpPort = 0] = await findFreePorts(2)
  server = await serveMailbox({ folder, smtpPort, httpPort, limit: 3 })
  base = `http://127.0.0.1:${httpPort}`
  const transport = createTransport({ host: "127.0.0.1", port: smtpPort, secure: false, ignoreTLS: true })
  send = (to, subject) =>
    transport.sendMail({
      from: "Praxis <praxis@holdfast.test>",
      to,
      subject,
      text: "Grüße aus der Praxis",
      html: "<p>Grüße</p><script>document.title = 'stolen'</script>",
      icalEvent: { method: "REQUEST", content: "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n" },
    })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

describe("the capture mailbox", () => {
  test("shows what was sent over SMTP, with its calendar part, to whom it was sent alone", async () => {
    await send("Anna@Example.test", "Ihr Termin")
    await send("ben@example.test", "Your appointment")
    const found = await (await fetch(`${base}/api/messages?to=anna@example.test`)).json()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ subject: "Ihr Termin", to: ["anna@example.test"] })
    expect(found[0].text).toContain("Grüße aus der Praxis")
    expect(found[0].attachments.map((part: { contentType: string }) => part.contentType)).toContain(
      "text/calendar",
    )
  })

  test("runs no script of a message: its HTML is sandboxed by policy, its page allows none", async () => {
    const [message] = server.mailbox.list()
    const html = await fetch(`${base}/messages/${message?.id}/html`)
    expect(html.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/)
    expect(html.headers.get("content-security-policy")).not.toContain("allow-scripts")
    const page = await fetch(`${base}/messages/${message?.id}`)
    expect(page.headers.get("content-security-policy")).not.toContain("unsafe-inline")
    expect(await page.text()).not.toContain("<script")
  })

  test("answers a loopback name only, so that no website can read it by rebinding its own name", async () => {
    const { request } = await import("node:http")
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${base}/api/messages`, { headers: { host: "evil.example" } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.on("error", reject)
      asked.end()
    })
    expect(status).toBe(421)
  })

  test("keeps the newest, drops the oldest past its bound, and still has them after a restart", async () => {
    for (const subject of ["one", "two", "three"]) await send("carla@example.test", subject)
    const reopened = await openMailbox(folder, 3)
    expect(reopened.list().map((message) => message.subject)).toEqual(["three", "two", "one"])
  })
})
