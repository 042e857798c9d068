/** Minutes of a civil day. A *local* day may have fewer or more; only zone offsets know. */
export const MINUTES_PER_DAY = 1440

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/
// The optional ":00" is how Postgres prints a `time` column.
const WALL_TIME = /^(\d{2}):(\d{2})(?::00)?$/

/**
 * Days from 1970-01-01 to an ISO date, in the proleptic Gregorian calendar; no zone is involved.
 * Source of the arithmetic: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 * @throws RangeError when the text is not a date that exists (2026-02-30).
 */
export function dayNumber(isoDate: string): number {
  const match = ISO_DATE.exec(isoDate)
  if (!match) throw new RangeError("Not an ISO date (YYYY-MM-DD).")
  const year = Number(match[1])
  const month = Number(match[2])
  const day = Number(match[3])
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const days = era * 146097 + dayOfEra - 719468
  // The formula carries 2026-02-30 into March without complaint: only the way back tells.
  if (isoDateOf(days) !== isoDate) throw new RangeError("No such date.")
  return days
}

/** The ISO date of a day number; the inverse of `dayNumber` (civil_from_days in the same source). */
export function isoDateOf(days: number): string {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`
}

/** The ISO date that many calendar days later (or earlier, when negative). Not "24 hours later". */
export function addDays(isoDate: string, days: number): string {
  return isoDateOf(dayNumber(isoDate) + days)
}

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export function weekdayOf(isoDate: string): number {
  return weekdayOfDay(dayNumber(isoDate))
}

/** ISO weekday of a day number; day 0 was a Thursday. */
export function weekdayOfDay(days: number): number {
  return modulo(days + 3, 7) + 1
}

/**
 * Minutes since midnight of "HH:MM", 0 … 1440; "24:00" is the end of the day.
 * @throws RangeError for anything else, "24:01" included.
 */
export function minuteOfDay(wall: string): number {
  const match = WALL_TIME.exec(wall)
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN
  if (!(minutes <= MINUTES_PER_DAY) || Number(match?.[2]) > 59) {
    throw new RangeError("Not a wall time (HH:MM, 00:00 to 24:00).")
  }
  return minutes
}

/** "YYYY-MM-DDTHH:MM" of a count of local minutes since 1970-01-01T00:00 local. */
export function formatLocalMinute(localMinute: number): string {
  const minutes = modulo(localMinute, MINUTES_PER_DAY)
  const date = isoDateOf((localMinute - minutes) / MINUTES_PER_DAY)
  return `${date}T${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** Remainder with the sign of the divisor: minutes before 1970 and west of Greenwich stay in range. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
