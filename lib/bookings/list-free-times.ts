import "server-only"
import { addDays } from "#lib/availability/calendar-dates"
import { findAvailability } from "#lib/availability/find-availability"
import { type Outcome, ok } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"

export type FreeTime = {
  /** RFC 3339 with offset: what a form sends back. */
  readonly startsAt: string
  readonly wallStart: string
  readonly practitionerIds: readonly string[]
  /** Group services only. */
  readonly seatsLeft?: number
}

export type FreeTimes = {
  /** On the date that was asked for; times that have begun more than an hour ago are left out. */
  readonly times: readonly FreeTime[]
  /** The next few dates, after the asked one, on which there is something. */
  readonly laterDates: readonly { readonly date: string; readonly count: number }[]
}

const searchDays = 42
const mostLaterDates = 5
const alreadyBegunMinutes = 60

/** What the desk may offer for a service: every rule of the house but the notice that customers must give. */
export async function listFreeTimes(
  tx: Tx<"bookings:write">,
  input: {
    readonly serviceId: string
    readonly practitionerId?: string
    readonly date: string
    /** The booking that is to be moved: its own time counts as free. */
    readonly exceptBookingId?: string
  },
): Promise<Outcome<FreeTimes, "NOT_FOUND" | "INVALID_INPUT">> {
  const { date, exceptBookingId, ...wanted } = input
  const found = await findAvailability(
    tx,
    { ...wanted, fromDate: date, toDate: addDays(date, searchDays - 1) },
    { ignoreNotice: true, exceptBookingId },
  )
  if (!found.ok) return found
  const soonest = Math.floor(tx.now.getTime() / 60_000) - alreadyBegunMinutes
  const times: FreeTime[] = []
  const later = new Map<string, number>()
  for (const slot of found.value.slots) {
    if (slot.startMinute < soonest) continue
    const on = slot.wallStart.slice(0, 10)
    if (on === date) {
      const { startsAt, wallStart, practitionerIds, seatsLeft } = slot
      times.push({ startsAt, wallStart, practitionerIds, seatsLeft })
    } else {
      later.set(on, (later.get(on) ?? 0) + 1)
    }
  }
  const laterDates = [...later].slice(0, mostLaterDates).map(([on, count]) => ({ date: on, count }))
  return ok({ times, laterDates })
}
