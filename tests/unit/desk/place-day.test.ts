import { describe, expect, it } from "vitest"
import type { Day, DayBooking } from "#lib/bookings/list-day"
import { placeDay } from "../../../app/(desk)/_parts/place-day.ts"
import { positionRules } from "../../../app/(desk)/_parts/position-rules.ts"

const zone = "Europe/Berlin"

function booking(id: string, startsAt: string, minutes: number, more: Partial<DayBooking> = {}): DayBooking {
  return {
    id,
    state: "confirmed",
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
    practitionerId: "p",
    groupSessionId: null,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    ...more,
  } as DayBooking
}

function day(date: string, from: string, to: string, bookings: DayBooking[], more: Partial<Day> = {}): Day {
  return {
    tenant: { zone },
    date,
    from: new Date(from),
    to: new Date(to),
    practitioners: [{ id: "p", displayName: "P", title: "", titleDe: "" }],
    hours: new Map(),
    groups: [],
    bookings,
    pulse: "",
    ...more,
  } as unknown as Day
}

const plain = (bookings: DayBooking[], more: Partial<Day> = {}) =>
  day("2026-06-01", "2026-05-31T22:00:00Z", "2026-06-01T22:00:00Z", bookings, more)

describe("placeDay", () => {
  it("shows eight to six when there is nothing to go by", () => {
    const board = placeDay(plain([]), false)
    expect(board.hours.map(({ label }) => label)).toEqual(
      ["08", "09", "10", "11", "12", "13", "14", "15", "16", "17"].map((hour) => `${hour}:00`),
    )
  })

  it("widens the axis to whole hours around working hours and bookings", () => {
    const at = (clock: string) => Date.parse(`2026-06-01T${clock}:00+02:00`) / 60_000
    const hours = new Map([["p", [{ startMinute: at("09:30"), endMinute: at("16:15") }]]])
    const board = placeDay(plain([booking("a", "2026-06-01T05:45:00Z", 30)], { hours }), false)
    expect(board.hours[0]?.label).toBe("07:00")
    expect(board.hours.at(-1)?.label).toBe("16:00")
    expect(board.columns[0]?.open).toEqual([{ offset: 150, minutes: 405 }])
    expect(board.columns[0]?.items[0]).toMatchObject({ offset: 45, minutes: 30, lane: 0, lanes: 1 })
  })

  it("puts side by side what overlaps, and gives the rest its full width", () => {
    const board = placeDay(
      plain([
        booking("a", "2026-06-01T08:00:00Z", 60, { state: "cancelled" }),
        booking("b", "2026-06-01T08:30:00Z", 60),
        booking("c", "2026-06-01T09:00:00Z", 30),
        booking("d", "2026-06-01T09:30:00Z", 30),
      ]),
      true,
    )
    const lanes = board.columns[0]?.items.map(({ key, lane, lanes: of }) => `${key} ${lane}/${of}`)
    expect(lanes).toEqual(["a 0/2", "b 1/2", "c 0/2", "d 0/1"])
  })

  it("leaves out what is cancelled unless asked, and shows no pause of what no longer occupies", () => {
    const bookings = [
      booking("a", "2026-06-01T08:00:00Z", 30, { state: "cancelled", bufferAfterMinutes: 10 }),
      booking("b", "2026-06-01T10:00:00Z", 30, { state: "no-show", bufferAfterMinutes: 10 }),
      booking("c", "2026-06-01T12:00:00Z", 30, { bufferAfterMinutes: 10 }),
    ]
    const items = placeDay(plain(bookings), false).columns[0]?.items
    expect(items?.map(({ key, bufferAfter }) => [key, bufferAfter])).toEqual([
      ["b", 0],
      ["c", 10],
    ])
    expect(placeDay(plain(bookings), true).columns[0]?.items).toHaveLength(3)
  })

  it("never hides a booking of somebody who has left", () => {
    const board = placeDay(
      plain([booking("a", "2026-06-01T08:00:00Z", 30, { practitionerId: "gone" })]),
      false,
    )
    expect(board.columns.map(({ practitioner }) => practitioner.id)).toEqual(["p", "gone"])
  })

  it("names an hour twice on the night when the clock goes back, and none that does not exist", () => {
    const night = [booking("a", "2026-10-25T00:15:00Z", 30), booking("b", "2026-10-25T02:15:00Z", 30)]
    const back = placeDay(day("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", night), false)
    expect(back.hours.map(({ label }) => label)).toEqual(["02:00", "02:00", "03:00", "04:00"])
    const spring = placeDay(
      day("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", [
        booking("a", "2026-03-29T00:30:00Z", 30),
      ]),
      false,
    )
    expect(spring.hours.map(({ label }) => label)).toEqual(["01:00", "03:00", "04:00", "05:00"])
  })

  it("writes positions as numbers only, whatever ids and names there are", () => {
    const evil = booking("}</style><script>", "2026-06-01T08:00:00Z", 30, { bufferBeforeMinutes: 10 })
    const css = positionRules(placeDay(plain([evil]), false), 12)
    expect(css).toMatch(
      /^\[data-board\]\{--all:\d+;--now:12\}(\[data-p="[-\d_]+"\]\{(--[sdln]:-?\d+;?){4}\})+$/,
    )
  })
})
