import type { AddressInfo } from "node:net"
import PostalMime from "postal-mime"
import { SMTPServer } from "smtp-server"
import { afterAll, beforeAll, expect, test } from "vitest"
import { deliverMail, type OutgoingMail } from "#lib/notifications/deliver-mail"
import { setApplicationEnvironment } from "#tests/support/database"

const received: { to: string[]; raw: Buffer }[] = []
let refuses = false

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: (address, _session, done) =>
    done(
      refuses ? Object.assign(new Error(`550 no such user ${address.address}`), { responseCode: 550 }) : null,
    ),
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on("data", (chunk: Buffer) => chunks.push(chunk))
    stream.on("end", () => {
      received.push({ to: session.envelope.rcptTo.map((one) => one.address), raw: Buffer.concat(chunks) })
      done()
    })
  },
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = "postgresql://nobody@127.0.0.1:1/none"
  setApplicationEnvironment({ appUrl: url, workerUrl: url, sealKey: Buffer.alloc(32).toString("base64") })
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const mail: OutgoingMail = {
  from: { name: "Lumen", address: "appointments@holdfast.test" },
  to: "ada@mail.example",
  replyTo: "hello@lumen.example",
  messageId: "booking.2.confirmation@book.example",
  language: "de",
  subject: "Ihr Termin ist bestätigt",
  text: "Guten Tag,\n\nalles für Sie – ü",
  html: "<p>alles</p>",
  calendar: { fileName: "termin.ics", method: "PUBLISH", content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" },
}

test("one message to one address, with its calendar file", async () => {
  await deliverMail(mail)
  const [sent] = received.splice(0)
  expect(sent?.to).toEqual(["ada@mail.example"])
  const parsed = await PostalMime.parse(sent?.raw ?? "")
  expect(parsed.subject).toBe(mail.subject)
  expect(parsed.messageId).toBe("<booking.2.confirmation@book.example>")
  expect(parsed.text?.trim()).toBe(mail.text)
  expect(parsed.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated")
  expect(parsed.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
    ["termin.ics", "text/calendar"],
  ])
})

test("an address that pretends to be two is never two", async () => {
  await deliverMail({ ...mail, to: '"a,b"@mail.example, victim@mail.example' }).catch(() => {})
  for (const { to } of received.splice(0)) expect(to).not.toContain("victim@mail.example")
})

test("a refusal throws, without the address that the server quoted", async () => {
  refuses = true
  const failure = await deliverMail(mail).catch((error: Error) => error)
  refuses = false
  expect(failure).toBeInstanceOf(Error)
  expect(String((failure as Error).message)).toMatch(/550/)
  expect(`${(failure as Error).message} ${(failure as Error).stack}`).not.toContain("ada@mail.example")
})
