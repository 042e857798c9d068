import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type CalendarEntry, writeCalendarFile } from "#lib/notifications/write-calendar-file"

const entry: CalendarEntry = {
  uid: "0b6f1c1e-7d3e-4b8f-9f5e-3a3a5a0a0a0a@book.example",
  sequence: 1,
  startsAt: new Date("2026-11-26T08:30:00Z"),
  endsAt: new Date("2026-11-26T09:00:00Z"),
  title: "Appointment",
  place: "Paul-Lincke-Ufer 12, 10999 Berlin",
  note: "Lumen; by the canal\nSecond line \\ end",
  status: "CONFIRMED",
  organizer: { name: "Lumen", address: "appointments@holdfast.test" },
}
const now = new Date("2026-11-21T01:14:00Z")

/** What a calendar does first: RFC 5545 §3.1, "unfolding". */
function readLines(file: string): string[] {
  return file.replaceAll("\r\n ", "").split("\r\n")
}
function propertyOf(file: string, name: string): string {
  const line = readLines(file).find((one) => one.startsWith(`${name}:`) || one.startsWith(`${name};`)) ?? ""
  return line.slice(line.indexOf(":") + 1)
}
function readText(text: string): string {
  return text.replace(/\\([\\;,nN])/g, (_, sign) => (/n/i.test(sign) ? "\n" : sign))
}

describe("an iCalendar file", () => {
  const file = writeCalendarFile(entry, now)

  test("holds instants in UTC, a stable UID and its sequence", () => {
    expect(propertyOf(file, "DTSTART")).toBe("20261126T083000Z")
    expect(propertyOf(file, "DTEND")).toBe("20261126T090000Z")
    expect(propertyOf(file, "DTSTAMP")).toBe("20261121T011400Z")
    expect(propertyOf(file, "UID")).toBe(entry.uid)
    expect(propertyOf(file, "SEQUENCE")).toBe("1")
    expect(file).not.toMatch(/TZID|VTIMEZONE/)
  })

  test("is published, and cancelled by the same UID with a higher sequence", () => {
    expect(propertyOf(file, "METHOD")).toBe("PUBLISH")
    const cancelled = writeCalendarFile({ ...entry, sequence: 3, status: "CANCELLED" }, now)
    expect(propertyOf(cancelled, "METHOD")).toBe("CANCEL")
    expect(propertyOf(cancelled, "STATUS")).toBe("CANCELLED")
    expect(propertyOf(cancelled, "UID")).toBe(entry.uid)
    expect(Number(propertyOf(cancelled, "SEQUENCE"))).toBeGreaterThan(1)
  })

  test("has exactly one of each property that RFC 5546 demands of PUBLISH, and no attendee", () => {
    for (const name of ["DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID", "METHOD", "PRODID", "VERSION"]) {
      expect(readLines(file).filter((line) => line.startsWith(name)).length, name).toBe(1)
    }
    expect(file).not.toMatch(/ATTENDEE/)
  })

  test("escapes TEXT so that no text can become a property", () => {
    expect(propertyOf(file, "DESCRIPTION")).toBe("Lumen\\; by the canal\\nSecond line \\\\ end")
    const hostile = "x\r\nATTENDEE:mailto:everyone@example.org\u0000\u0007"
    const attacked = writeCalendarFile({ ...entry, title: hostile, place: hostile, note: hostile }, now)
    expect(attacked).not.toMatch(/^ATTENDEE/m)
    const organizer = { name: 'Q"uote; \r\nX:1 ^', address: "a@b.example" }
    const named = writeCalendarFile({ ...entry, organizer }, now)
    expect(named).toContain(`ORGANIZER;CN="Q^'uote; ^nX:1 ^^":mailto:a@b.example`)
  })

  test("folds at 75 octets and never through a character; unfolding and unescaping give the text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const written = writeCalendarFile({ ...entry, note: text }, now)
        for (const line of written.split("\r\n")) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        }
        const kept = text
          .replace(/\r\n|\r|\n/g, "\n")
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what the writer drops
          .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
        expect(readText(propertyOf(written, "DESCRIPTION"))).toBe(kept)
      }),
    )
  })
})
