import { dayNumber, weekdayOfDay } from "#lib/availability/calendar-dates"
import { mergeRanges, subtractRanges } from "#lib/availability/minute-ranges"
import {
  type DaySpan,
  daySpan,
  type MinuteRange,
  windowOfDay,
  type ZoneClock,
  zoneClock,
} from "#lib/availability/wall-clock"

/** The longest stretch that one search may ask for, in days. */
export const MAX_RANGE_DAYS = 62

/** Wall times "HH:MM" in the location's zone; the end may be "24:00". Overnight hours are two rows. */
export type DayHours = { readonly startWall: string; readonly endWall: string }

/** Hours that repeat on an ISO weekday, 1 = Monday … 7 = Sunday. */
export type WeeklyHours = DayHours & { readonly weekday: number }

/** Hours of one date that replace its weekly ones; none = closed. Two entries for a date add up. */
export type DateOverride = { readonly date: string; readonly hours: readonly DayHours[] }

export type ExpandHours = {
  /** First and last local date, both included. */
  readonly fromDate: string
  readonly toDate: string
  readonly weeklyHours: readonly WeeklyHours[]
  readonly overrides?: readonly DateOverride[]
  /** Dates on which the weekly hours do not apply. An override is the more deliberate word and wins. */
  readonly holidays?: readonly string[]
  /** Absences as instants, in epoch minutes. They cut through everything, overrides included. */
  readonly timeOff?: readonly MinuteRange[]
}

/**
 * The working windows of one practitioner over a range of dates, in epoch minutes, in order and disjoint.
 * Hours that touch (… –24:00 and 00:00– …) become one window, so that an appointment may cross the seam.
 * Nothing is known past `toDate`: to offer what crosses its midnight, expand a day more and limit `latestMinute`.
 * @param zone the location's zone, or its clock for these dates (`searchClock`) when several people share it.
 * @throws RangeError for a range longer than `MAX_RANGE_DAYS`, backwards or impossible dates, hours or zone.
 */
export function expandHours(input: ExpandHours, zone: string | ZoneClock): MinuteRange[] {
  const { firstDay, lastDay } = checkedRange(input.fromDate, input.toDate)
  const clock = typeof zone === "string" ? zoneClock(zone, input.fromDate, input.toDate) : zone
  // Texts are read once each, not once a day: twenty people's hours must not cost more than the search itself.
  const holidays = new Set(input.holidays?.map(dayNumber))
  const overrides = new Map<number, DaySpan[]>()
  for (const { date, hours } of input.overrides ?? []) {
    const day = dayNumber(date)
    overrides.set(day, [
      ...(overrides.get(day) ?? []),
      ...hours.map(({ startWall, endWall }) => daySpan(startWall, endWall)),
    ])
  }
  const weekly: DaySpan[][] = Array.from({ length: 7 }, () => [])
  for (const hours of input.weeklyHours) {
    const sameDay = weekly[hours.weekday - 1]
    if (!sameDay) throw new RangeError("A weekday is 1 (Monday) to 7 (Sunday).")
    sameDay.push(daySpan(hours.startWall, hours.endWall))
  }
  const windows: MinuteRange[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    const usual = holidays.has(day) ? undefined : weekly[weekdayOfDay(day) - 1]
    for (const span of overrides.get(day) ?? usual ?? []) windows.push(windowOfDay(day, span, clock))
  }
  return input.timeOff?.length ? subtractRanges(windows, input.timeOff) : mergeRanges(windows)
}

/** The zone clock of one search: read once, shared by every practitioner's hours and by the slots' labels. */
export function searchClock(zone: string, fromDate: string, toDate: string): ZoneClock {
  checkedRange(fromDate, toDate)
  return zoneClock(zone, fromDate, toDate)
}

function checkedRange(fromDate: string, toDate: string): { firstDay: number; lastDay: number } {
  const firstDay = dayNumber(fromDate)
  const lastDay = dayNumber(toDate)
  if (lastDay < firstDay) throw new RangeError("The range ends before it starts.")
  if (lastDay - firstDay >= MAX_RANGE_DAYS) throw new RangeError(`At most ${MAX_RANGE_DAYS} days at a time.`)
  return { firstDay, lastDay }
}
