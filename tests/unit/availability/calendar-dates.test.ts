import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  addDays,
  dayNumber,
  formatLocalMinute,
  isoDateOf,
  minuteOfDay,
  weekdayOf,
} from "#lib/availability/calendar-dates"

describe("calendar dates", () => {
  it("count days as the platform's calendar does", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        const iso = new Date(day * 86_400_000).toISOString().slice(0, 10)
        expect(isoDateOf(day)).toBe(iso)
        expect(dayNumber(iso)).toBe(day)
        expect(weekdayOf(iso)).toBe(new Date(iso).getUTCDay() || 7)
      }),
    )
  })

  it("adds calendar days across months, leap days and years", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29")
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01")
    expect(addDays("2027-01-01", -1)).toBe("2026-12-31")
  })

  it.each(["2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-03-29T00:00", ""])(
    "refuses %j as a date",
    (text) => {
      expect(() => dayNumber(text)).toThrow(RangeError)
    },
  )

  it("reads wall times up to 24:00, also as Postgres prints them", () => {
    expect(minuteOfDay("00:00")).toBe(0)
    expect(minuteOfDay("09:45")).toBe(585)
    expect(minuteOfDay("24:00")).toBe(1440)
    expect(minuteOfDay("09:45:00")).toBe(585)
  })

  it.each(["24:01", "25:00", "12:60", "9:00", "09:45:30", "", "-1:00"])(
    "refuses %j as a wall time",
    (text) => {
      expect(() => minuteOfDay(text)).toThrow(RangeError)
    },
  )

  it("prints local minutes before and after 1970", () => {
    expect(formatLocalMinute(-1)).toBe("1969-12-31T23:59")
    expect(formatLocalMinute(1439)).toBe("1970-01-01T23:59")
  })
})
