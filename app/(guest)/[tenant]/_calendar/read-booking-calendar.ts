import "server-only"
import { addDays, dayNumber, isoDateOf } from "#lib/availability/calendar-dates"
import { findAvailability, type OfferedSlot } from "#lib/availability/find-availability"
import { localDateAt } from "#lib/availability/wall-clock"
import { type Outcome, ok } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"

/** Days in one look: what `findAvailability` answers at once. */
const rangeDays = 62

export type BookingCalendar = {
  /** "2026-11" */
  readonly month: string
  readonly previousMonth: string | undefined
  readonly nextMonth: string | undefined
  readonly today: string
  /** Date → number of free times, for days of the month that have any. */
  readonly freeByDate: ReadonlyMap<string, number>
  readonly selectedDate: string | undefined
  readonly slots: readonly OfferedSlot[]
  /** The first free day after the chosen one, or after the month when nothing in it is free. */
  readonly nextFreeDate: string | undefined
  /** Last date that was looked at. */
  readonly searchedUntil: string
}

type Question = {
  readonly serviceId: string
  readonly practitionerId?: string
  readonly month?: string
  readonly date?: string
  readonly zone: string
  readonly horizonDays: number
  readonly exceptBookingId?: string
}

/**
 * One month of a service as a page shows it. Without a wish it is the month of the first free day, and that day is
 * chosen; a wish outside of what can be booked is moved to the nearest month that can.
 */
export async function readBookingCalendar(
  tx: Tx<"public:read" | "public:book">,
  question: Question,
): Promise<Outcome<BookingCalendar, "NOT_FOUND" | "INVALID_INPUT">> {
  const { serviceId, practitionerId, zone, exceptBookingId } = question
  const nowMinute = Math.floor(tx.now.getTime() / 60_000)
  const today = localDateAt(nowMinute, zone)
  const lastDate = localDateAt(nowMinute + question.horizonDays * 1440, zone)
  const look = async (fromDate: string) => {
    const toDate = earlier(addDays(fromDate, rangeDays - 1), lastDate)
    const found = await findAvailability(
      tx,
      { serviceId, practitionerId, fromDate, toDate },
      { exceptBookingId },
    )
    return found.ok ? ok({ slots: found.value.slots, toDate }) : found
  }
  const wish = question.date?.slice(0, 7) ?? question.month
  const wished = wish && later(earlier(wish, lastDate.slice(0, 7)), today.slice(0, 7))
  let found = await look(wished ? later(`${wished}-01`, today) : today)
  if (!found.ok) return found
  const month = wished ?? found.value.slots[0]?.wallStart.slice(0, 7) ?? today.slice(0, 7)
  if (found.value.toDate < earlier(lastDayOf(month), lastDate)) {
    found = await look(`${month}-01`)
    if (!found.ok) return found
  }
  const freeByDate = new Map<string, number>()
  const ahead: string[] = []
  for (const { wallStart } of found.value.slots) {
    const date = wallStart.slice(0, 10)
    if (date.startsWith(month)) freeByDate.set(date, (freeByDate.get(date) ?? 0) + 1)
    if (ahead.at(-1) !== date) ahead.push(date)
  }
  const inMonth = question.date?.startsWith(month) ? question.date : undefined
  const selectedDate = inMonth ?? freeByDate.keys().next().value
  return ok({
    month,
    previousMonth: month > today.slice(0, 7) ? monthOf(addDays(`${month}-01`, -1)) : undefined,
    nextMonth: month < lastDate.slice(0, 7) ? monthOf(addDays(lastDayOf(month), 1)) : undefined,
    today,
    freeByDate,
    selectedDate,
    slots: found.value.slots.filter(({ wallStart }) => selectedDate && wallStart.startsWith(selectedDate)),
    nextFreeDate: ahead.find((date) => date > (selectedDate ?? lastDayOf(month))),
    searchedUntil: found.value.toDate,
  })
}

function monthOf(date: string): string {
  return date.slice(0, 7)
}

/** ISO dates and months sort as text. */
function earlier(one: string, other: string): string {
  return one < other ? one : other
}
function later(one: string, other: string): string {
  return one > other ? one : other
}

export function lastDayOf(month: string): string {
  // 31 days after the first is always in the next month; its own day of the month says how far.
  const beyond = addDays(`${month}-01`, 31)
  return isoDateOf(dayNumber(beyond) - Number(beyond.slice(8)))
}
