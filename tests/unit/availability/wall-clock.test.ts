import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays } from "#lib/availability/calendar-dates"
import {
  formatInstant,
  isZone,
  localDateAt,
  resolveWallTime,
  wallTimeAt,
  workingWindow,
  zoneClock,
} from "#lib/availability/wall-clock"
import { firstReached, intlWall } from "#tests/support/availability-oracle"
import { CLOCK_CHANGES } from "#tests/support/availability-problems"
import canaryData from "../../../lib/availability/tz-canaries.json" with { type: "json" }

const minuteOf = (iso: string) => Date.parse(iso) / 60_000
const split = (wall: string) => [wall.slice(0, 10), wall.slice(11)] as const
const zones = [...new Set(CLOCK_CHANGES.map(([zone]) => zone))]

describe("zones", () => {
  it.each([...zones, "Etc/GMT+5", "America/Argentina/Buenos_Aires"])("knows %s", (zone) => {
    expect(isZone(zone)).toBe(true)
  })

  it.each([
    "",
    "+02:00",
    "Europe/Atlantis",
    "2026-01-01T00:00[Europe/Berlin]",
    "Europe/Berlin\n",
    "../etc",
    "x".repeat(99),
  ])("refuses %j", (zone) => {
    expect(isZone(zone)).toBe(false)
    expect(() => zoneClock(zone, "2026-03-29")).toThrow(RangeError)
  })

  it("agrees with Intl on every wall time, and finds each instant again", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: minuteOf("2000-01-01T00:00Z"), max: minuteOf("2037-12-31T00:00Z") }),
        (zone, minute) => {
          const wall = wallTimeAt(minute, zone)
          expect(wall).toBe(intlWall(minute, zone))
          const found = resolveWallTime(...split(wall), zone)
          expect(Object.values(found)).toContain(minute)
          expect(Date.parse(formatInstant(minute, zone))).toBe(minute * 60_000)
          expect(localDateAt(minute, zone)).toBe(wall.slice(0, 10))
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each(CLOCK_CHANGES)("agrees with Intl on every minute around the change of %s on %s", (zone, date) => {
    const clock = zoneClock(zone, date)
    const middle = minuteOf(`${date}T00:00Z`)
    for (let minute = middle - 1440; minute < middle + 2880; minute++) {
      if (wallTimeAt(minute, clock) !== intlWall(minute, zone)) {
        expect.fail(`${wallTimeAt(minute, clock)} is not ${intlWall(minute, zone)}`)
      }
    }
  })
})

describe("wall times that do not exist (pains 3)", () => {
  it.each(canaryData.gaps)("$zone jumps from $from to $to", ({ zone, from, to }) => {
    const [date, wall] = split(from)
    const resumed = resolveWallTime(...split(to), zone)
    if (resumed.kind !== "unique") expect.fail("The end of a jump exists once.")
    expect(resolveWallTime(date, wall, zone)).toEqual({ kind: "gap", resumesMinute: resumed.minute })
    expect(wallTimeAt(resumed.minute, zone)).toBe(to)
    expect(wallTimeAt(resumed.minute - 1, zone) < from).toBe(true)
  })

  it("Cairo has no midnight on 24 April 2026, Troll loses two hours, Apia a whole day", () => {
    expect(resolveWallTime("2026-04-24", "00:30", "Africa/Cairo")).toEqual({
      kind: "gap",
      resumesMinute: minuteOf("2026-04-24T01:00+03:00"),
    })
    expect(resolveWallTime("2026-04-23", "24:00", "Africa/Cairo").kind).toBe("gap")
    expect(resolveWallTime("2026-03-29", "02:59", "Antarctica/Troll").kind).toBe("gap")
    expect(resolveWallTime("2026-03-29", "03:00", "Antarctica/Troll").kind).toBe("unique")
    expect(resolveWallTime("2011-12-30", "12:00", "Pacific/Apia").kind).toBe("gap")
  })

  it("hours that begin or end in a gap are clamped to its end; hours inside it are empty", () => {
    const resumes = minuteOf("2026-03-29T03:00+02:00")
    const berlin = (start: string, end: string) => workingWindow("2026-03-29", start, end, "Europe/Berlin")
    expect(berlin("02:15", "05:00")).toEqual({ startMinute: resumes, endMinute: resumes + 120 })
    expect(berlin("01:00", "02:30")).toEqual({ startMinute: resumes - 60, endMinute: resumes })
    expect(berlin("02:10", "02:50")).toEqual({ startMinute: resumes, endMinute: resumes })
  })
})

describe("wall times that happen twice (pains 3)", () => {
  it.each(canaryData.overlaps)("$zone repeats $from to $to", ({ zone, from, to }) => {
    const [date, wall] = split(from)
    const found = resolveWallTime(date, wall, zone)
    if (found.kind !== "overlap") expect.fail(`${found.kind} instead of overlap`)
    expect(wallTimeAt(found.firstMinute, zone)).toBe(from)
    expect(wallTimeAt(found.secondMinute, zone)).toBe(from)
    const repeated = minuteOf(`${to}Z`) - minuteOf(`${from}Z`)
    expect(found.secondMinute - found.firstMinute).toBe(repeated)
    expect(formatInstant(found.firstMinute, zone)).not.toBe(formatInstant(found.secondMinute, zone))
    expect(resolveWallTime(...split(to), zone).kind).toBe("unique")
  })

  it("hours begin and end with the first passage, so neighbours tile without hole or overlap", () => {
    const first = workingWindow("2026-10-25", "00:00", "02:30", "Europe/Berlin")
    const second = workingWindow("2026-10-25", "02:30", "24:00", "Europe/Berlin")
    expect(first.endMinute).toBe(minuteOf("2026-10-25T02:30+02:00"))
    expect(second.startMinute).toBe(first.endMinute)
    expect(second.endMinute - first.startMinute).toBe(25 * 60)
  })

  it.each(CLOCK_CHANGES)("days in %s meet at midnight around %s", (zone, date) => {
    for (const day of [addDays(date, -1), date]) {
      const { endMinute } = workingWindow(day, "00:00", "24:00", zone)
      expect(endMinute).toBe(workingWindow(addDays(day, 1), "00:00", "24:00", zone).startMinute)
      expect(endMinute).toBe(firstReached(day, "24:00", zone))
    }
  })
})

describe("labels", () => {
  it.each([
    ["2026-03-29T01:00Z", "Europe/Berlin", "2026-03-29T03:00:00+02:00"],
    ["2026-10-25T00:30Z", "Europe/Berlin", "2026-10-25T02:30:00+02:00"],
    ["2026-10-25T01:30Z", "Europe/Berlin", "2026-10-25T02:30:00+01:00"],
    ["2026-06-10T03:15Z", "Asia/Kathmandu", "2026-06-10T09:00:00+05:45"],
    ["2026-06-10T03:30Z", "Asia/Kolkata", "2026-06-10T09:00:00+05:30"],
    ["2026-06-09T20:15Z", "Pacific/Chatham", "2026-06-10T09:00:00+12:45"],
    ["2026-06-10T11:30Z", "America/St_Johns", "2026-06-10T09:00:00-02:30"],
    ["2026-06-10T09:00Z", "UTC", "2026-06-10T09:00:00+00:00"],
  ])("%s in %s is %s", (instant, zone, label) => {
    expect(formatInstant(minuteOf(instant), zone)).toBe(label)
  })
})

describe("a zone clock", () => {
  it("refuses what it does not cover instead of guessing an offset", () => {
    const clock = zoneClock("Europe/Berlin", "2026-03-29")
    expect(() => resolveWallTime("2026-04-20", "09:00", clock)).toThrow(RangeError)
    expect(() => workingWindow("2026-01-20", "09:00", "10:00", clock)).toThrow(RangeError)
    expect(() => workingWindow("2026-04-20", "09:00", "10:00", clock)).toThrow(RangeError)
    expect(() => wallTimeAt(minuteOf("2026-04-20T00:00Z"), clock)).toThrow(RangeError)
    expect(() => wallTimeAt(minuteOf("2026-01-20T00:00Z"), clock)).toThrow(RangeError)
  })

  it("refuses hours that end before they start", () => {
    expect(() => workingWindow("2026-03-29", "22:00", "06:00", "UTC")).toThrow(RangeError)
  })
})
