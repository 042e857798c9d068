import { randomUUID } from "node:crypto"
import type { AddressInfo } from "node:net"
import { Logger, runOnce } from "graphile-worker"
import pg from "pg"
import PostalMime, { type Email } from "postal-mime"
import { SMTPServer } from "smtp-server"
import { afterAll, beforeEach, expect, test } from "vitest"
import { formatInstant } from "#lib/availability/wall-clock"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { cancelLinkedBooking } from "#lib/bookings/cancel-booking"
import { type ConfirmedBooking, confirmHold } from "#lib/bookings/confirm-hold"
import { holdSlot } from "#lib/bookings/hold-slot"
import { moveLinkedBooking } from "#lib/bookings/move-booking"
import type { Tx } from "#lib/db/transaction"
import { enter } from "#lib/entry/enter"
import { tasks } from "#lib/entry/run-worker"
import { cloneDatabase } from "#tests/support/database"
import { asOperator, plantPractice } from "#tests/support/plant-practice"

const database = await cloneDatabase()
const practice = await plantPractice(database)
const owner = new pg.Client({ connectionString: database.superuserUrl })
await owner.connect()

const mails: Email[] = []
let hopIsDown = false
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onMailFrom: (_address, _session, done) => done(hopIsDown ? new Error("451 try later") : null),
  onData(stream, _session, done) {
    const chunks: Buffer[] = []
    stream.on("data", (chunk: Buffer) => chunks.push(chunk))
    stream.on("end", async () => {
      mails.push(await PostalMime.parse(Buffer.concat(chunks)))
      done()
    })
  },
})
await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve))
process.env.SMTP_URL = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`

afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
  await owner.end()
  await database.drop()
})
beforeEach(() => {
  mails.length = 0
})

/** As a guest, through the way in that the doors use. */
async function asGuest<T>(
  link: string,
  work: (tx: Tx<"public:book">) => Promise<Outcome<T, RefusalCode>>,
): Promise<T> {
  const outcome = await enter(
    {
      permission: "public:book",
      kind: "guest",
      tenantId: practice.tenantId,
      purpose: "test",
      requestId: randomUUID(),
      link,
    },
    work,
  )
  if (!outcome.ok) throw new Error(outcome.code)
  return outcome.value
}

let nextMinute = Math.ceil(Date.now() / 3_600_000) * 60 + 5 * 1440
const freeTime = () => {
  nextMinute += 60
  return new Date(formatInstant(nextMinute, "UTC"))
}

async function book(locale: "en" | "de" = "en"): Promise<ConfirmedBooking> {
  const wanted = { serviceId: practice.plainServiceId, startsAt: freeTime(), source: "public" } as const
  const { holdToken } = await asGuest("mint", (tx) => holdSlot(tx, wanted))
  const details = { fullName: "Eve <b>BUY NOW</b> evil.example", email: "eve@mail.example", locale } as const
  return asGuest(holdToken, (tx) => confirmHold(tx, { ...details, source: "public" }))
}

/** Everything that is due, once: as the worker does, as its role, from the real queue. */
async function work(): Promise<void> {
  const quiet = new Logger(() => () => {})
  await runOnce({ connectionString: database.workerUrl, taskList: tasks, logger: quiet })
}

async function messagesOf(bookingId: string) {
  const { rows } = await owner.query(
    "select booking_version, kind, state from app.messages where booking_id = $1 order by booking_version",
    [bookingId],
  )
  return rows
}

test("a booking is told once, with three links of its own and no word that the visitor typed", async () => {
  const booked = await book()
  await work()
  expect(mails.length).toBe(1)
  const [mail] = mails
  expect(mail?.subject).toBe("Your appointment is confirmed")
  for (const part of [mail?.subject, mail?.text, mail?.html]) expect(part).not.toMatch(/BUY NOW|Eve|evil/)
  const tokens = [...(mail?.text ?? "").matchAll(/\/(?:booking|move|cancel)\/([\w-]{43})/g)].map(([, t]) => t)
  expect(new Set(tokens).size).toBe(3)
  expect(tokens).not.toContain(booked.viewToken)
  expect(await messagesOf(booked.bookingId)).toEqual([
    { booking_version: 2, kind: "confirmation", state: "sent" },
  ])
})

test("a job that runs twice sends once", async () => {
  const { bookingId } = await book()
  await work()
  const payload = { tenantId: practice.tenantId, bookingId, bookingVersion: 2, kind: "confirmation" }
  await tasks["send-booking-mail"](payload)
  expect(mails.length).toBe(1)
})

test("PAIN 6: what was said about an older version is not sent after a move or a cancellation", async () => {
  const booked = await book()
  const elsewhere = freeTime()
  await asGuest(booked.moveToken, (tx) => moveLinkedBooking(tx, { startsAt: elsewhere }))
  await work()
  expect(mails.map((mail) => mail.subject)).toEqual(["Your appointment has a new time"])
  expect(calendarOf(mails[0])).toMatch(/^SEQUENCE:2$/m)
  await asGuest(booked.cancelToken, (tx) => cancelLinkedBooking(tx))
  await work()
  expect(mails.map((mail) => mail.subject)).toEqual([
    "Your appointment has a new time",
    "Your appointment is cancelled",
  ])
  expect(calendarOf(mails[1])).toMatch(/METHOD:CANCEL\n.*SEQUENCE:3\n.*STATUS:CANCELLED/s)
  expect(uidOf(mails[0])).toBe(uidOf(mails[1]))
})

test("a mail hop that is down loses nothing: the message stays unsent and goes out on the next try", async () => {
  hopIsDown = true
  const { bookingId } = await book("de")
  await work()
  expect(mails.length).toBe(0)
  expect(await messagesOf(bookingId)).toEqual([
    { booking_version: 2, kind: "confirmation", state: "sending" },
  ])
  const { rows } = await owner.query(
    "select attempts, last_error from graphile_worker.jobs where attempts > 0",
  )
  expect(rows.length).toBe(1)
  expect(rows[0].last_error).not.toContain("eve@mail.example")
  hopIsDown = false
  await owner.query("update graphile_worker._private_jobs set run_at = now()")
  await work()
  expect(mails.map((mail) => mail.subject)).toEqual(["Ihr Termin ist bestätigt"])
  expect(await messagesOf(bookingId)).toEqual([{ booking_version: 2, kind: "confirmation", state: "sent" }])
})

test("a practice that confirms bookings itself sends a request, without a calendar file", async () => {
  const approve = (yes: boolean) =>
    asOperator(database.ownerUrl, database.sealKey, practice.tenantId, (client) =>
      client.query("update app.tenants set needs_approval = $2 where tenant_id = $1", [
        practice.tenantId,
        yes,
      ]),
    )
  await approve(true)
  const booked = await book()
  await approve(false)
  await work()
  expect(booked.state).toBe("pending")
  expect(mails.map((mail) => mail.subject)).toEqual(["We have received your request"])
  expect(mails[0]?.attachments).toEqual([])
})

test("nobody else's tenant: a payload of another practice finds nothing and sends nothing", async () => {
  const other = await plantPractice(database)
  const { bookingId } = await book()
  await owner.query("delete from graphile_worker._private_jobs")
  await tasks["send-booking-mail"]({
    tenantId: other.tenantId,
    bookingId,
    bookingVersion: 2,
    kind: "confirmation",
  })
  expect(mails.length).toBe(0)
  expect(await messagesOf(bookingId)).toEqual([])
})

function calendarOf(mail: Email | undefined): string {
  const content = mail?.attachments[0]?.content
  const text = typeof content === "string" ? content : new TextDecoder().decode(content as ArrayBuffer)
  return text.replaceAll("\r\n", "\n")
}
function uidOf(mail: Email | undefined): string | undefined {
  return /UID:(\S+)/.exec(calendarOf(mail))?.[1]
}
