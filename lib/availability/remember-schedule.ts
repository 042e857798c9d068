import "server-only"
import { dayNumber, isoDateOf } from "#lib/availability/calendar-dates"
import { readSchedule, type Schedule, type SchedulePower } from "#lib/availability/read-schedule"
import type { Tx } from "#lib/db/transaction"

/** Schedules of this process, the least recently used first. */
const remembered = new Map<string, Schedule>()
const rememberAtMost = 500
/** Dates are read in blocks, so that neighbouring questions share what is remembered. */
const blockDays = 32

/**
 * The schedule as it was read last, for guests, who all see the same. Not to be used before the database has named
 * its version in the snapshot of the question (`readBusyNow`): the seal decides whose version that is, so what is
 * remembered of one practice is worth nothing in a transaction of another. Staff see what their permissions let them,
 * and always read.
 */
export function recallSchedule(
  tx: Tx<SchedulePower>,
  serviceId: string,
  fromDate: string,
  toDate: string,
): Schedule | undefined {
  const key = keyOf(tx, serviceId, fromDate, toDate)
  const schedule = key === undefined ? undefined : remembered.get(key)
  if (key !== undefined && schedule) {
    remembered.delete(key)
    remembered.set(key, schedule)
  }
  return schedule
}

/** Reads the schedule, and remembers it for guests. Undefined when the service cannot be seen or is not active. */
export async function readAndRemember(
  tx: Tx<SchedulePower>,
  serviceId: string,
  fromDate: string,
  toDate: string,
): Promise<Schedule | undefined> {
  const key = keyOf(tx, serviceId, fromDate, toDate)
  if (key === undefined) return readSchedule(tx, serviceId, fromDate, toDate)
  const schedule = await readSchedule(
    tx,
    serviceId,
    isoDateOf(blockOf(fromDate) * blockDays),
    isoDateOf((blockOf(toDate) + 1) * blockDays - 1),
  )
  remembered.delete(key)
  if (schedule?.version) remembered.set(key, schedule)
  if (remembered.size > rememberAtMost) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest)
      break
    }
  }
  return schedule
}

function blockOf(date: string): number {
  return Math.floor(dayNumber(date) / blockDays)
}

/** Undefined for whoever does not see what everybody sees, and for dates that only a probe asks about. */
function keyOf(
  tx: Tx<SchedulePower>,
  serviceId: string,
  fromDate: string,
  toDate: string,
): string | undefined {
  if (tx.claims.kind !== "guest" || fromDate < "2000" || toDate > "2900") return undefined
  return `${tx.tenantId} ${serviceId} ${blockOf(fromDate)} ${blockOf(toDate)}`
}
