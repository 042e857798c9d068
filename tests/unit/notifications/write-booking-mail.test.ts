import { beforeAll, describe, expect, test } from "vitest"
import type { MailKind } from "#lib/bookings/enqueue-booking-mail"
import { describeCalendarEntry, senderAddress } from "#lib/notifications/describe-calendar-entry"
import type { BookingFacts } from "#lib/notifications/read-booking-facts"
import { writeBookingMail } from "#lib/notifications/write-booking-mail"
import type { Tenant } from "#lib/tenants/read-tenant"
import { setApplicationEnvironment } from "#tests/support/database"

beforeAll(() =>
  setApplicationEnvironment({
    appUrl: "postgresql://nobody@127.0.0.1:1/none",
    workerUrl: "postgresql://nobody@127.0.0.1:1/none",
    sealKey: Buffer.alloc(32).toString("base64"),
  }),
)

const tenant: Tenant = {
  tenantId: "8f14e45f-ceea-467f-a8f4-000000000001",
  slug: "lumen",
  name: "Lumen",
  locale: "de",
  zone: "Europe/Berlin",
  currency: "EUR",
  accent: "#8a3b5c",
  tagline: "",
  taglineDe: "",
  contactEmail: "hello@lumen.example",
  contactPhone: "+49 30 5550 1420",
  noticeMinutes: 120,
  horizonDays: 60,
  granularityMinutes: 15,
  changeNoticeMinutes: 1440,
  holdMinutes: 10,
  needsApproval: false,
  discreet: true,
}
const booking: BookingFacts = {
  id: "8f14e45f-ceea-467f-a8f4-000000000002",
  version: 2,
  state: "confirmed",
  startsAt: new Date("2026-11-26T08:30:00Z"),
  endsAt: new Date("2026-11-26T09:00:00Z"),
  wallStart: "2026-11-26T09:30",
  zone: "Europe/Berlin",
  durationMinutes: 30,
  serviceName: "Full skin check",
  serviceNameDe: "Hautkrebsvorsorge",
  practitionerName: "Dr. Johanna Weiss",
  locationName: "Lumen am Kanal",
  address: "Paul-Lincke-Ufer 12, 10999 Berlin",
}
const links = { viewToken: "V".repeat(43), moveToken: "M".repeat(43), cancelToken: "C".repeat(43) }
const kinds: readonly MailKind[] = ["confirmation", "request", "moved", "cancelled", "reminder"]

describe("discretion", () => {
  test("no subject, calendar title or body names the service unless the practice chose so", () => {
    for (const kind of kinds) {
      for (const locale of ["en", "de"] as const) {
        const mail = writeBookingMail({ kind, booking, tenant, locale, links })
        for (const part of [mail.subject, mail.text, mail.html]) {
          expect(part).not.toMatch(/skin check|Hautkrebs/i)
        }
        expect(describeCalendarEntry(booking, tenant, locale).title).toMatch(/^(Appointment|Termin)$/)
      }
    }
  })

  test("a practice that is not discreet names it in both", () => {
    const open = { ...tenant, discreet: false }
    const mail = writeBookingMail({ kind: "confirmation", booking, tenant: open, locale: "de", links })
    expect(mail.subject).toContain("Hautkrebsvorsorge")
    expect(describeCalendarEntry(booking, open, "en").title).toBe("Full skin check · Lumen")
  })
})

describe("a message", () => {
  test("prints the promised wall time with its zone, even where the instant says otherwise", () => {
    // Zone rules changed after booking: the instant has moved, the promise has not.
    const drifted = { ...booking, startsAt: new Date("2026-11-26T07:30:00Z") }
    const mail = writeBookingMail({ kind: "confirmation", booking: drifted, tenant, locale: "en", links })
    expect(mail.text).toContain("Thursday, 26 November 2026, 09:30–10:00")
    expect(mail.text).toContain("Central European Standard Time (Berlin)")
  })

  test("speaks the customer's language", () => {
    const mail = writeBookingMail({ kind: "moved", booking, tenant, locale: "de", links })
    expect(mail.subject).toBe("Ihr Termin hat eine neue Zeit")
    expect(mail.text).toContain("Donnerstag, 26. November 2026, 09:30–10:00")
    expect(mail.html).toContain('<html lang="de">')
  })

  test("carries three separate links, and none once it is cancelled", () => {
    const mail = writeBookingMail({ kind: "confirmation", booking, tenant, locale: "en", links })
    for (const path of [
      `booking/${links.viewToken}`,
      `move/${links.moveToken}`,
      `cancel/${links.cancelToken}`,
    ]) {
      expect(mail.text).toContain(`http://localhost:3000/lumen/${path}`)
      expect(mail.html).toContain(`http://localhost:3000/lumen/${path}`)
    }
    const gone = writeBookingMail({ kind: "cancelled", booking, tenant, locale: "en" })
    expect(gone.text).not.toMatch(/\/(booking|move|cancel)\//)
    expect(gone.text).toContain("http://localhost:3000/lumen")
  })

  test("says until when it can be changed, and whom to call after that", () => {
    const say = (changeNoticeMinutes: number) =>
      writeBookingMail({
        kind: "confirmation",
        booking,
        tenant: { ...tenant, changeNoticeMinutes },
        locale: "en",
        links,
      }).text
    expect(say(1440)).toContain("until 24 hours before it begins. After that, please call +49 30 5550 1420.")
    expect(say(60)).toContain("until 1 hour before")
    expect(say(0)).toContain("until it begins.")
  })

  test("escapes what a practice calls itself", () => {
    const odd = { ...tenant, name: `<b onclick="x">'Tom & Co'</b>` }
    const { html } = writeBookingMail({ kind: "confirmation", booking, tenant: odd, locale: "en", links })
    expect(html).not.toContain("<b ")
    expect(html).toContain("&lt;b onclick=&quot;x&quot;&gt;&#39;Tom &amp; Co&#39;&lt;/b&gt;")
  })
})

test("the calendar entry follows the booking", () => {
  const entry = describeCalendarEntry({ ...booking, version: 4 }, tenant, "en")
  expect(entry).toMatchObject({ uid: `${booking.id}@localhost`, sequence: 3, status: "CONFIRMED" })
  expect(describeCalendarEntry({ ...booking, state: "pending" }, tenant, "en").status).toBe("TENTATIVE")
  expect(describeCalendarEntry({ ...booking, state: "cancelled" }, tenant, "en").status).toBe("CANCELLED")
  expect(senderAddress("Holdfast <a@b.example>")).toBe("a@b.example")
  expect(senderAddress(" a@b.example ")).toBe("a@b.example")
})
