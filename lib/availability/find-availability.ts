import "server-only"
import { addDays, dayNumber, MINUTES_PER_DAY } from "#lib/availability/calendar-dates"
import { expandHours, MAX_RANGE_DAYS, searchClock } from "#lib/availability/expand-hours"
import { labelSlots, type OfferedSlot } from "#lib/availability/label-slots"
import { type BusyRanges, readBusyNow, readGroupSessions } from "#lib/availability/read-busy"
import type { Schedule, SchedulePower, SchedulePractitioner } from "#lib/availability/read-schedule"
import { readAndRemember, recallSchedule } from "#lib/availability/remember-schedule"
import { rememberSlots } from "#lib/availability/remember-slots"
import { findSlots, type GroupSession, type SlotPolicy } from "#lib/availability/rules"
import type { ZoneClock } from "#lib/availability/wall-clock"
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

export type { OfferedSlot }

export type Availability = {
  readonly schedule: Schedule
  readonly slots: readonly OfferedSlot[]
  readonly busy: BusyRanges
}

const minuteMs = 60_000

/** What can be booked, in order of start. Zones are read once; the rest is integers. */
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
  const facts = await readFacts(tx, request, from, to, options.exceptBookingId)
  if (!facts) return refused("NOT_FOUND")
  const { schedule, busy } = facts
  const places = placesOf(facts, request, options, tx.now)
  const search = () => searchPlaces(facts, places, request)
  // What guests see depends on nothing but these; staff and groups are searched each time.
  if (tx.claims.kind !== "guest" || !schedule.version || schedule.service.capacity > 1) {
    return ok({ schedule, busy, slots: search() })
  }
  const slots = rememberSlots(
    [
      `${tx.tenantId} ${schedule.version} ${request.serviceId} ${request.practitionerId ?? ""}`,
      `${request.fromDate} ${request.toDate}`,
      ...places.map(
        ({ locationId, policy }) => `${locationId} ${policy.earliestMinute} ${policy.latestMinute}`,
      ),
      facts.taken,
    ],
    search,
  )
  return ok({ schedule, busy, slots })
}

type Place = {
  readonly locationId: string
  readonly clock: ZoneClock
  readonly policy: SlotPolicy
  readonly practitioners: readonly SchedulePractitioner[]
}

/** Each location has its own clock, and the policy's limits on it. */
function placesOf(
  { schedule, practitioners }: Facts,
  request: AvailabilityRequest,
  options: AvailabilityOptions,
  now: Date,
): Place[] {
  return [...new Set(practitioners.map((one) => one.locationId))].map((locationId) => {
    const here = practitioners.filter((one) => one.locationId === locationId)
    const clock = searchClock(here[0]?.zone ?? "UTC", request.fromDate, request.toDate)
    return {
      locationId,
      clock,
      policy: policyWindow(schedule, now, clock, request, options),
      practitioners: here,
    }
  })
}

function searchPlaces(
  { schedule, groupSessions, busy }: Facts,
  places: readonly Place[],
  request: AvailabilityRequest,
): OfferedSlot[] {
  let slots: OfferedSlot[] = []
  for (const { locationId, clock, policy, practitioners } of places) {
    const found = findSlots({
      service: { ...schedule.service, granularityMinutes: schedule.policy.granularityMinutes },
      policy,
      clock,
      // A group meets when the practice says so: its sessions are the only offer.
      practitioners: practitioners.map((one) => ({
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
    const labelled = labelSlots(found, locationId, clock, request.fromDate, request.toDate)
    slots = slots.length === 0 ? labelled : slots.concat(labelled)
  }
  if (places.length > 1) slots.sort((a, b) => a.startMinute - b.startMinute)
  return slots
}

type Facts = {
  readonly schedule: Schedule
  readonly practitioners: readonly SchedulePractitioner[]
  readonly groupSessions: readonly GroupSession[]
  readonly busy: BusyRanges
  /** `busy` as Postgres wrote it, to tell one state of the calendar from another. */
  readonly taken: string
}

/**
 * The schedule, from memory when the database says that it is still this one, and what is taken. One round trip when
 * it is. Undefined for a service or a practitioner that cannot be booked here.
 */
async function readFacts(
  tx: Tx<SchedulePower>,
  request: AvailabilityRequest,
  from: Date,
  to: Date,
  exceptBookingId: string | undefined,
): Promise<Facts | undefined> {
  const { serviceId, practitionerId, fromDate, toDate } = request
  for (let remembered = recallSchedule(tx, serviceId, fromDate, toDate); ; remembered = undefined) {
    const schedule = remembered ?? (await readAndRemember(tx, serviceId, fromDate, toDate))
    const practitioners =
      schedule?.practitioners.filter(({ id }) => !practitionerId || id === practitionerId) ?? []
    // Not taken from memory: a person may have begun to perform this service since.
    if (remembered && practitioners.length === 0) continue
    if (!schedule || (practitionerId && practitioners.length === 0)) return undefined
    const subjects = [
      ...practitioners.map(({ id }) => id),
      ...schedule.pools.flatMap(({ resources }) => resources.map(({ id }) => id)),
    ]
    const [{ busy, version, taken }, groupSessions] = await Promise.all([
      readBusyNow(tx, subjects, from, to, exceptBookingId),
      schedule.service.capacity > 1 ? readGroupSessions(tx, serviceId, from, to) : [],
    ])
    if (!remembered || version === remembered.version) {
      return { schedule, practitioners, groupSessions, busy, taken }
    }
  }
}

function policyWindow(
  { policy }: Schedule,
  now: Date,
  clock: ZoneClock,
  { fromDate, toDate }: AvailabilityRequest,
  { ignoreNotice }: AvailabilityOptions,
): SlotPolicy {
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
