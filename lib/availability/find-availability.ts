import "server-only"
import { addDays, dayNumber, MINUTES_PER_DAY } from "#lib/availability/calendar-dates"
import { expandHours, MAX_RANGE_DAYS, searchClock } from "#lib/availability/expand-hours"
import { readBusy, readGroupSessions } from "#lib/availability/read-busy"
import { readSchedule, type Schedule, type SchedulePower } from "#lib/availability/read-schedule"
import { findSlots, type Slot } from "#lib/availability/rules"
import { formatInstant, type MinuteRange, wallTimeAt, type ZoneClock } from "#lib/availability/wall-clock"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"

export type AvailabilityRequest = {
  readonly serviceId: string
  /** Absent: anyone who performs the service. */
  readonly practitionerId?: string
  /** Local dates of the location, both included; at most 62 days. */
  readonly fromDate: string
  readonly toDate: string
}

export type AvailabilityOptions = {
  /** The desk books at short notice and past the horizon; the public page does not. */
  readonly ignoreNotice?: boolean
  readonly exceptBookingId?: string
}

/** A slot as the engine found it, with what is needed to label and to occupy it. */
export type OfferedSlot = Slot & {
  readonly locationId: string
  readonly zone: string
  /** RFC 3339 with the offset of the location: "2026-03-30T09:00:00+02:00". */
  readonly startsAt: string
  readonly endsAt: string
  /** "2026-03-30T09:00" on the clock of the location. */
  readonly wallStart: string
}

export type Availability = {
  readonly schedule: Schedule
  readonly slots: readonly OfferedSlot[]
  readonly busy: ReadonlyMap<string, readonly MinuteRange[]>
}

const minuteMs = 60_000

/** What can be booked, location by location, in order of start. Zones are read once; the rest is integers. */
export async function findAvailability(
  tx: Tx<SchedulePower>,
  request: AvailabilityRequest,
  options: AvailabilityOptions = {},
): Promise<Outcome<Availability, "NOT_FOUND" | "INVALID_INPUT">> {
  const days = dayNumber(request.toDate) - dayNumber(request.fromDate)
  if (days < 0 || days >= MAX_RANGE_DAYS) return refused("INVALID_INPUT", ["to"])
  // One day more on either side: windows may cross midnight, and zones lie up to 14 hours from UTC.
  const from = new Date((dayNumber(request.fromDate) - 1) * MINUTES_PER_DAY * minuteMs)
  const to = new Date((dayNumber(request.toDate) + 2) * MINUTES_PER_DAY * minuteMs)
  const [schedule, groupSessions] = await Promise.all([
    readSchedule(tx, request.serviceId, request.fromDate, request.toDate),
    readGroupSessions(tx, request.serviceId, from, to),
  ])
  if (!schedule) return refused("NOT_FOUND")
  const practitioners = schedule.practitioners.filter(
    ({ id }) => !request.practitionerId || id === request.practitionerId,
  )
  if (request.practitionerId && practitioners.length === 0) return refused("NOT_FOUND")
  const subjects = [
    ...practitioners.map(({ id }) => id),
    ...schedule.pools.flatMap(({ resources }) => resources.map(({ id }) => id)),
  ]
  const busy = await readBusy(tx, subjects, from, to, options.exceptBookingId)
  const slots: OfferedSlot[] = []
  for (const locationId of new Set(practitioners.map((one) => one.locationId))) {
    const here = practitioners.filter((one) => one.locationId === locationId)
    const zone = here[0]?.zone ?? "UTC"
    const clock = searchClock(zone, request.fromDate, request.toDate)
    const found = findSlots({
      service: { ...schedule.service, granularityMinutes: schedule.policy.granularityMinutes },
      policy: policyWindow(schedule, tx.now, clock, request, options),
      clock,
      // A group meets when the practice says so: its sessions are the only offer.
      practitioners: here.map((one) => ({
        id: one.id,
        windows: schedule.service.capacity > 1 ? [] : expandHours({ ...request, ...one }, clock),
        busy: busy.get(one.id) ?? [],
      })),
      pools: schedule.pools.map(({ kind, needed, resources }) => ({
        kind,
        needed,
        resources: resources
          .filter((resource) => resource.locationId === locationId)
          .map(({ id }) => ({ id, busy: busy.get(id) ?? [] })),
      })),
      groupSessions,
    })
    for (const slot of found) {
      const offered = label(slot, locationId, clock)
      const date = offered.wallStart.slice(0, 10)
      if (date >= request.fromDate && date <= request.toDate) slots.push(offered)
    }
  }
  slots.sort((a, b) => a.startMinute - b.startMinute)
  return ok({ schedule, slots, busy })
}

function label(slot: Slot, locationId: string, clock: ZoneClock): OfferedSlot {
  return {
    ...slot,
    locationId,
    zone: clock.zone,
    startsAt: formatInstant(slot.startMinute, clock),
    endsAt: formatInstant(slot.endMinute, clock),
    wallStart: wallTimeAt(slot.startMinute, clock),
  }
}

function policyWindow(
  { policy }: Schedule,
  now: Date,
  clock: ZoneClock,
  { fromDate, toDate }: AvailabilityRequest,
  { ignoreNotice }: AvailabilityOptions,
) {
  const nowMinute = Math.ceil(now.getTime() / minuteMs)
  const offset = clock.spans[0]?.offsetMinutes ?? 0
  // The range's own ends, so that the engine offers nothing of the padding days. An hour of slack for clock changes
  // costs nothing: windows exist only on the dates asked for.
  const rangeStart = dayNumber(fromDate) * MINUTES_PER_DAY - offset - 180
  const rangeEnd = dayNumber(addDays(toDate, 1)) * MINUTES_PER_DAY - offset + 180
  return {
    earliestMinute: Math.max(
      rangeStart,
      ignoreNotice ? nowMinute - 12 * 60 : nowMinute + policy.noticeMinutes,
    ),
    latestMinute: ignoreNotice
      ? rangeEnd
      : Math.min(rangeEnd, nowMinute + policy.horizonDays * MINUTES_PER_DAY),
  }
}
