import fc from "fast-check"
import type { AvailabilityProblem } from "#tests/support/availability-oracle"

/** Zones and dates at which wall clocks do something; the last are quiet days in awkward offsets. */
export const CLOCK_CHANGES: readonly (readonly [zone: string, date: string])[] = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["America/Vancouver", "2026-03-08"],
  ["America/Vancouver", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Antarctica/Troll", "2026-03-29"],
  ["Antarctica/Troll", "2026-10-25"],
  ["Asia/Beirut", "2026-03-29"],
  ["Asia/Beirut", "2026-10-24"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-29"],
  ["Pacific/Chatham", "2026-04-05"],
  ["Pacific/Chatham", "2026-09-27"],
  ["Africa/Casablanca", "2026-03-22"],
  ["Africa/Casablanca", "2026-09-20"],
  ["America/Havana", "2026-11-01"],
  ["Pacific/Apia", "2011-12-30"],
  ["Asia/Kathmandu", "2026-06-10"],
  ["Asia/Kolkata", "2026-06-10"],
  ["UTC", "2026-12-31"],
]

const DAY = 1440

/** Random clinics around a clock change: small enough for the minute-by-minute oracle, crowded on purpose. */
export function availabilityProblem(): fc.Arbitrary<AvailabilityProblem> {
  return fc
    .record({
      change: fc.constantFrom(...CLOCK_CHANGES),
      daysBefore: fc.integer({ min: 0, max: 1 }),
      days: fc.integer({ min: 1, max: 3 }),
    })
    .chain(({ change: [zone, date], daysBefore, days }) => {
      const day = (offset: number) =>
        new Date(Date.parse(date) + offset * DAY * 60_000).toISOString().slice(0, 10)
      const fromDate = day(-daysBefore)
      const toDate = day(days - 1 - daysBefore)
      const baseMinute = Date.parse(fromDate) / 60_000 - DAY
      // Often on the quarter, where slots begin: off-by-one faults hide between them.
      const minute = fc
        .tuple(fc.integer({ min: 0, max: (days + 2) * DAY }), fc.boolean())
        .map(([offset, quarterly]) => baseMinute + (quarterly ? offset - (offset % 15) : offset))
      const rangeOf = (longest: number) =>
        fc
          .tuple(minute, fc.integer({ min: 0, max: longest }))
          .map(([startMinute, length]) => ({ startMinute, endMinute: startMinute + length }))
      const busy = fc
        .array(rangeOf(150), { maxLength: 8 })
        .map((ranges) => ranges.sort((a, b) => a.startMinute - b.startMinute))
      const someDate = fc.integer({ min: 0, max: days - 1 }).map((offset) => day(offset - daysBefore))
      return fc.record({
        zone: fc.constant(zone),
        fromDate: fc.constant(fromDate),
        toDate: fc.constant(toDate),
        service: fc.record({
          durationMinutes: fc.constantFrom(5, 15, 20, 30, 45, 50, 60, 90, 7),
          bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 10, 15),
          bufferAfterMinutes: fc.constantFrom(0, 0, 5, 10, 20),
          granularityMinutes: fc.constantFrom(5, 10, 15, 20, 30, 60, 50, 1),
          capacity: fc.constantFrom(1, 1, 8),
        }),
        policy: fc.record({
          earliestMinute: early(baseMinute, minute),
          latestMinute: late(baseMinute, minute),
        }),
        practitioners: fc.uniqueArray(
          fc.record({
            id: fc.constantFrom("dora", "ali", "cem", "bea"),
            weeklyHours: weeklyHours(),
            overrides: fc.array(
              fc.record({ date: someDate, hours: fc.array(dayHours(), { maxLength: 2 }) }),
              {
                maxLength: 2,
              },
            ),
            holidays: fc.array(someDate, { maxLength: 1 }),
            timeOff: fc.array(rangeOf(600), { maxLength: 2 }),
            busy,
          }),
          { minLength: 1, maxLength: 3, selector: ({ id }) => id },
        ),
        pools: fc.array(
          fc.record({
            kind: fc.constantFrom("room", "laser"),
            needed: fc.constantFrom(1, 1, 2, 0),
            resources: fc.array(fc.record({ id: fc.string({ maxLength: 2 }), busy }), {
              minLength: 1,
              maxLength: 3,
            }),
          }),
          { maxLength: 2 },
        ),
        groupSessions: fc.uniqueArray(
          fc.record({
            id: fc.constantFrom("s1", "s2", "s3"),
            practitionerId: fc.constantFrom("ali", "bea", "nobody"),
            startMinute: minute,
            seatsFree: fc.integer({ min: 0, max: 3 }),
          }),
          { maxLength: 3, selector: ({ id }) => id },
        ),
      })
    })
}

/** Mostly open-ended, so that notice and horizon do not empty every example. */
function early(baseMinute: number, minute: fc.Arbitrary<number>): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(baseMinute - 9 * DAY) },
    { weight: 1, arbitrary: minute },
  )
}

function late(baseMinute: number, minute: fc.Arbitrary<number>): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(baseMinute + 9 * DAY) },
    { weight: 1, arbitrary: minute },
  )
}

/** Hours anywhere in the day, often round, often at night where clocks change, sometimes up to 24:00. */
function dayHours(): fc.Arbitrary<{ startWall: string; endWall: string }> {
  const round = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15)
  const point = fc.oneof(round, fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: DAY }))
  return fc
    .tuple(point, point)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ startWall: wall(Math.min(a, b)), endWall: wall(Math.max(a, b)) }))
}

function weeklyHours() {
  return fc
    .array(fc.array(dayHours(), { minLength: 1, maxLength: 2 }), { minLength: 7, maxLength: 7 })
    .map((week) => week.flatMap((hours, index) => hours.map((span) => ({ weekday: index + 1, ...span }))))
}

function wall(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`
}
