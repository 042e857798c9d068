import { describe, expect, it } from "vitest"
import { type ExpandHours, expandHours, MAX_RANGE_DAYS, searchClock } from "#lib/availability/expand-hours"
import { formatInstant, type MinuteRange } from "#lib/availability/wall-clock"

const ZONE = "Europe/Berlin"
const minuteOf = (iso: string) => Date.parse(iso) / 60_000
const everyDay = (startWall: string, endWall: string) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startWall, endWall }))

function expand(input: Partial<ExpandHours>, zone = ZONE): string[] {
  const range = { fromDate: "2026-03-28", toDate: "2026-03-30", weeklyHours: everyDay("09:00", "17:00") }
  return expandHours({ ...range, ...input }, zone).map((window) => label(window, zone))
}

const label = ({ startMinute, endMinute }: MinuteRange, zone: string) =>
  `${formatInstant(startMinute, zone)} ${formatInstant(endMinute, zone).slice(11)}`

describe("hours", () => {
  it("keep their wall time across the clock change (pains 3)", () => {
    expect(expand({})).toEqual([
      "2026-03-28T09:00:00+01:00 17:00:00+01:00",
      "2026-03-29T09:00:00+02:00 17:00:00+02:00",
      "2026-03-30T09:00:00+02:00 17:00:00+02:00",
    ])
  })

  it("follow the ISO weekday", () => {
    const weeklyHours = [{ weekday: 7, startWall: "10:00", endWall: "12:00" }]
    expect(expand({ weeklyHours })).toEqual(["2026-03-29T10:00:00+02:00 12:00:00+02:00"])
  })

  it("are replaced by an override, and closed by an empty one", () => {
    const overrides = [
      { date: "2026-03-28", hours: [] },
      { date: "2026-03-29", hours: [{ startWall: "11:00", endWall: "12:00" }] },
      { date: "2026-03-29", hours: [{ startWall: "14:00", endWall: "15:00" }] },
    ]
    expect(expand({ overrides, toDate: "2026-03-29" })).toEqual([
      "2026-03-29T11:00:00+02:00 12:00:00+02:00",
      "2026-03-29T14:00:00+02:00 15:00:00+02:00",
    ])
  })

  it("rest on a holiday, unless an override says otherwise", () => {
    const holidays = ["2026-03-28", "2026-03-30"]
    const overrides = [{ date: "2026-03-30", hours: [{ startWall: "08:00", endWall: "09:00" }] }]
    expect(expand({ holidays, overrides })).toEqual([
      "2026-03-29T09:00:00+02:00 17:00:00+02:00",
      "2026-03-30T08:00:00+02:00 09:00:00+02:00",
    ])
  })

  it("are cut by time off, overrides included", () => {
    const timeOff = [
      { startMinute: minuteOf("2026-03-28T12:00+01:00"), endMinute: minuteOf("2026-03-28T13:00+01:00") },
      { startMinute: minuteOf("2026-03-28T12:30+01:00"), endMinute: minuteOf("2026-03-28T14:00+01:00") },
      { startMinute: minuteOf("2026-03-28T16:30+01:00"), endMinute: minuteOf("2026-03-30T09:30+02:00") },
    ]
    expect(expand({ timeOff })).toEqual([
      "2026-03-28T09:00:00+01:00 12:00:00+01:00",
      "2026-03-28T14:00:00+01:00 16:30:00+01:00",
      "2026-03-30T09:30:00+02:00 17:00:00+02:00",
    ])
  })

  it("that touch become one window, over midnight too; those that overlap as well", () => {
    const weeklyHours = [
      { weekday: 6, startWall: "22:00", endWall: "24:00" },
      { weekday: 7, startWall: "00:00", endWall: "01:00" },
      { weekday: 7, startWall: "00:30", endWall: "01:30" },
    ]
    expect(expand({ weeklyHours })).toEqual(["2026-03-28T22:00:00+01:00 01:30:00+01:00"])
  })

  it("of a whole day last 23 hours in spring, 25 in autumn, 23½ on Lord Howe", () => {
    const hoursOn = (date: string, zone: string) => {
      const [day] = expandHours(
        { fromDate: date, toDate: date, weeklyHours: everyDay("00:00", "24:00") },
        zone,
      )
      return day ? (day.endMinute - day.startMinute) / 60 : 0
    }
    expect(hoursOn("2026-03-29", ZONE)).toBe(23)
    expect(hoursOn("2026-10-25", ZONE)).toBe(25)
    expect(hoursOn("2026-10-04", "Australia/Lord_Howe")).toBe(23.5)
    expect(hoursOn("2026-04-05", "Australia/Lord_Howe")).toBe(24.5)
    expect(hoursOn("2026-03-29", "Antarctica/Troll")).toBe(22)
    expect(hoursOn("2026-03-29", "Asia/Beirut")).toBe(23)
    expect(hoursOn("2011-12-30", "Pacific/Apia")).toBe(0)
  })
})

describe("a range", () => {
  it(`has at most ${MAX_RANGE_DAYS} days, forwards`, () => {
    expect(() => expand({ fromDate: "2026-01-01", toDate: "2026-03-03" })).not.toThrow()
    expect(() => expand({ fromDate: "2026-01-01", toDate: "2026-03-04" })).toThrow(RangeError)
    expect(() => expand({ fromDate: "2026-03-29", toDate: "2026-03-28" })).toThrow(RangeError)
    expect(() => searchClock(ZONE, "2026-01-01", "2026-03-04")).toThrow(RangeError)
  })

  it.each([
    { weeklyHours: [{ weekday: 0, startWall: "09:00", endWall: "10:00" }] },
    { weeklyHours: [{ weekday: 8, startWall: "09:00", endWall: "10:00" }] },
    { weeklyHours: [{ weekday: 1, startWall: "10:00", endWall: "10:00" }] },
    { overrides: [{ date: "2026-03-28", hours: [{ startWall: "22:00", endWall: "02:00" }] }] },
    { holidays: ["2026-02-30"] },
  ])("refuses nonsense: %j", (input) => {
    expect(() => expand(input)).toThrow(RangeError)
  })
})
