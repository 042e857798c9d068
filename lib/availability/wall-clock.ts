import { Temporal } from "temporal-polyfill"
import {
  dayNumber,
  formatLocalMinute,
  isoDateOf,
  MINUTES_PER_DAY,
  minuteOfDay,
  twoDigits,
} from "#lib/availability/calendar-dates"

/** From this instant on (epoch minutes) local time is UTC plus that offset. */
export type OffsetSpan = { readonly fromMinute: number; readonly offsetMinutes: number }

/**
 * The offsets of one zone over a stretch of time: the only thing that this engine ever asks of zone data.
 * Every conversion inside [spans[0].fromMinute, untilMinute) is integer arithmetic on it. Plain JSON.
 */
export type ZoneClock = {
  readonly zone: string
  readonly spans: readonly OffsetSpan[]
  readonly untilMinute: number
}

/** Half-open range of epoch minutes: [startMinute, endMinute). */
export type MinuteRange = { readonly startMinute: number; readonly endMinute: number }

/** How often a wall time happens. `resumesMinute` is the first minute after the clock has jumped. */
export type WallTimeInstant =
  | { readonly kind: "unique"; readonly minute: number }
  | { readonly kind: "gap"; readonly resumesMinute: number }
  | { readonly kind: "overlap"; readonly firstMinute: number; readonly secondMinute: number }

// Names only: Temporal would also take "+02:00", which keeps no promise across a clock change.
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/
// A zone may jump by a whole day (Apia 2011), so a local date can lie this far from the UTC date.
const PADDING_DAYS = 2
const MILLISECONDS_PER_MINUTE = 60_000
const NANOSECONDS_PER_MINUTE = 60_000_000_000

/** True for an IANA zone name that this runtime knows. Offsets ("+02:00") are not zones. */
export function isZone(zone: string): boolean {
  if (zone.length > 64 || !ZONE_NAME.test(zone)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/**
 * Reads the offsets of a zone for local dates `fromDate` … `toDate` (both included), once.
 * Offsets with seconds (before 1973) are rounded down to the minute.
 * @throws RangeError for an unknown zone or an impossible date.
 */
export function zoneClock(zone: string, fromDate: string, toDate: string = fromDate): ZoneClock {
  if (!isZone(zone)) throw new RangeError("Not an IANA time zone name.")
  const fromMinute = (dayNumber(fromDate) - PADDING_DAYS) * MINUTES_PER_DAY
  const untilMinute = (dayNumber(toDate) + 1 + PADDING_DAYS) * MINUTES_PER_DAY
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    fromMinute * MILLISECONDS_PER_MINUTE,
  ).toZonedDateTimeISO(zone)
  const spans: OffsetSpan[] = []
  while (moment !== null) {
    const minute = Math.floor(moment.epochMilliseconds / MILLISECONDS_PER_MINUTE)
    if (minute >= untilMinute) break
    const offsetMinutes = Math.floor(moment.offsetNanoseconds / NANOSECONDS_PER_MINUTE)
    // A transition that renames the zone without moving the clock is no transition for us.
    if (spans.at(-1)?.offsetMinutes !== offsetMinutes) spans.push({ fromMinute: minute, offsetMinutes })
    moment = moment.getTimeZoneTransition("next")
  }
  return { zone, spans, untilMinute }
}

/**
 * When a wall time happens in a zone: once, never (gap) or twice (overlap). "24:00" is the next midnight.
 * Pass a `ZoneClock` that covers the date when many are asked; a zone name reads one for this date.
 * @throws RangeError for an unknown zone, an impossible date or wall time, or a clock that does not cover it.
 */
export function resolveWallTime(date: string, wall: string, zone: string | ZoneClock): WallTimeInstant {
  const clock = typeof zone === "string" ? zoneClock(zone, date) : zone
  return resolveLocalMinute(dayNumber(date) * MINUTES_PER_DAY + minuteOfDay(wall), clock)
}

function resolveLocalMinute(localMinute: number, { spans, untilMinute }: ZoneClock): WallTimeInstant {
  let first: number | undefined
  let resumesMinute: number | undefined
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i] as OffsetSpan
    const before = spans[i - 1]
    const minute = localMinute - span.offsetMinutes
    if (minute >= span.fromMinute && minute < (spans[i + 1]?.fromMinute ?? untilMinute)) {
      if (first !== undefined) return { kind: "overlap", firstMinute: first, secondMinute: minute }
      first = minute
    } else if (before && minute < span.fromMinute && localMinute - before.offsetMinutes >= span.fromMinute) {
      resumesMinute = span.fromMinute
    }
  }
  if (first !== undefined) return { kind: "unique", minute: first }
  if (resumesMinute !== undefined) return { kind: "gap", resumesMinute }
  throw new RangeError("The zone clock does not cover this date.")
}

/**
 * The first minute at which the wall clock shows a local minute (minutes since 1970-01-01T00:00 local) or later:
 * the time itself, its first passage when the clock is set back (RFC 5545 §3.3.5 agrees), the end of the jump
 * when it does not exist. One rule for openings and closings: neighbours never overlap and leave no hole.
 * @throws RangeError when the clock does not cover it.
 */
export function reachLocalMinute(localMinute: number, { spans, untilMinute }: ZoneClock): number {
  for (let i = 0; i < spans.length; i++) {
    const { fromMinute, offsetMinutes } = spans[i] as OffsetSpan
    const minute = localMinute - offsetMinutes
    if (minute < fromMinute && i === 0) break
    if (minute < fromMinute) return fromMinute
    if (minute < (spans[i + 1]?.fromMinute ?? untilMinute)) return minute
  }
  throw new RangeError("The zone clock does not cover this date.")
}

/**
 * Working hours of one date as integer epoch minutes; an empty range (start = end) when they lie in a gap.
 * @throws RangeError when the hours do not end after they start: split overnight hours at 24:00.
 */
export function workingWindow(
  date: string,
  startWall: string,
  endWall: string,
  zone: string | ZoneClock,
): MinuteRange {
  const clock = typeof zone === "string" ? zoneClock(zone, date) : zone
  return windowOfDay(dayNumber(date), daySpan(startWall, endWall), clock)
}

/** Hours of a day in minutes since local midnight, as they would count without clock changes. */
export type DaySpan = { readonly opensMinute: number; readonly closesMinute: number }

/** @throws RangeError when the hours do not end after they start. */
export function daySpan(startWall: string, endWall: string): DaySpan {
  const opensMinute = minuteOfDay(startWall)
  const closesMinute = minuteOfDay(endWall)
  if (opensMinute >= closesMinute) throw new RangeError("Hours must end after they start.")
  return { opensMinute, closesMinute }
}

/** `workingWindow` for hours that are read already; `day` is a day number. */
export function windowOfDay(
  day: number,
  { opensMinute, closesMinute }: DaySpan,
  clock: ZoneClock,
): MinuteRange {
  const midnight = day * MINUTES_PER_DAY
  return {
    startMinute: reachLocalMinute(midnight + opensMinute, clock),
    endMinute: reachLocalMinute(midnight + closesMinute, clock),
  }
}

/** The offset from UTC at an instant, in minutes east. */
export function offsetMinutesAt(epochMinute: number, zone: string | ZoneClock): number {
  const { spans, untilMinute } = typeof zone === "string" ? clockAround(epochMinute, zone) : zone
  if (!(epochMinute < untilMinute)) throw new RangeError("The zone clock does not cover this instant.")
  for (let i = spans.length - 1; i >= 0; i--) {
    const span = spans[i] as OffsetSpan
    if (epochMinute >= span.fromMinute) return span.offsetMinutes
  }
  throw new RangeError("The zone clock does not cover this instant.")
}

/** What the wall clock shows at an instant: "2026-03-29T03:00". Ambiguous by itself in an overlap. */
export function wallTimeAt(epochMinute: number, zone: string | ZoneClock): string {
  return formatLocalMinute(epochMinute + offsetMinutesAt(epochMinute, zone))
}

/** The instant for people and APIs: "2026-03-29T03:00:00+02:00" (RFC 3339). The offset tells an overlap apart. */
export function formatInstant(epochMinute: number, zone: string | ZoneClock): string {
  const offset = offsetMinutesAt(epochMinute, zone)
  const size = Math.abs(offset)
  const sign = offset < 0 ? "-" : "+"
  return `${formatLocalMinute(epochMinute + offset)}:00${sign}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
}

/** The local calendar date at an instant. */
export function localDateAt(epochMinute: number, zone: string | ZoneClock): string {
  return wallTimeAt(epochMinute, zone).slice(0, 10)
}

function clockAround(epochMinute: number, zone: string): ZoneClock {
  return zoneClock(zone, isoDateOf(Math.floor(epochMinute / MINUTES_PER_DAY)))
}
