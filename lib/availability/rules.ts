import { alignedStarts } from "#lib/availability/align-starts"
import { exhaustedStarts, forbiddenStarts, withoutForbidden } from "#lib/availability/forbid-starts"
import { mergeRanges } from "#lib/availability/minute-ranges"
import type { MinuteRange, ZoneClock } from "#lib/availability/wall-clock"

export type SlotService = {
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** Step between starts, counted from local midnight: 15 offers 09:00, 09:15 … on the wall clock. */
  readonly granularityMinutes: number
  /** Customers who share one appointment; above 1 this is a group service. */
  readonly capacity: number
}

export type SlotPolicy = {
  /** The soonest start (now + notice), included. */
  readonly earliestMinute: number
  /** The last start (horizon), included. */
  readonly latestMinute: number
}

export type CandidatePractitioner = {
  readonly id: string
  /** Working windows with time off already cut out (`expandHours`). */
  readonly windows: readonly MinuteRange[]
  /** Occupied ranges in order of their start, *with those bookings' own buffers*; group sessions belong here too. */
  readonly busy: readonly MinuteRange[]
}

/** The rooms or equipment of one kind; `needed` of them must be free for the whole occupied range. */
export type ResourcePool = {
  readonly kind: string
  readonly needed: number
  readonly resources: readonly { readonly id: string; readonly busy: readonly MinuteRange[] }[]
}

/** A group appointment that exists. It stands whatever the hours say; only its free seats count. */
export type GroupSession = {
  readonly id: string
  readonly practitionerId: string
  readonly startMinute: number
  /** The session's own end, when the service's duration has changed since; otherwise start + duration. */
  readonly endMinute?: number
  readonly seatsFree: number
}

/** Everything that decides what is free, as plain JSON. All minutes are integer epoch minutes. */
export type SlotSearch = {
  readonly service: SlotService
  readonly policy: SlotPolicy
  /** The location's clock (`searchClock`), for wall-clock alignment. Nothing outside it is offered. */
  readonly clock: ZoneClock
  readonly practitioners: readonly CandidatePractitioner[]
  readonly pools?: readonly ResourcePool[]
  readonly groupSessions?: readonly GroupSession[]
}

export type Slot = {
  readonly startMinute: number
  readonly endMinute: number
  /** All who could, in order of id; never empty. */
  readonly practitionerIds: readonly string[]
  /** Group services only. */
  readonly seatsLeft?: number
  /** Set when the slot is a seat in a session that exists. */
  readonly groupSessionId?: string
}

/**
 * What can be booked, by start; at the same start seats in existing sessions come first.
 * The occupied range [start - bufferBefore, end + bufferAfter) meets no busy range of the practitioner and leaves
 * enough of each pool free; the appointment [start, end) lies in one working window, its buffers may not.
 * @throws RangeError for numbers that are not whole or make no sense; they would loop or overbook in silence.
 */
export function findSlots(search: SlotSearch): Slot[] {
  assertWholeNumbers(search)
  const before = search.service.bufferBeforeMinutes
  const after = search.service.durationMinutes + search.service.bufferAfterMinutes
  const practitioners = [...search.practitioners]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, windows, busy }) => ({ id, windows: mergeRanges(windows), busy }))
  let starts = conceivableStarts(search, practitioners)
  for (const { resources, needed } of search.pools ?? []) {
    starts = withoutForbidden(starts, exhaustedStarts(resources, needed, before, after))
  }
  const idsByStart = new Array<string[] | undefined>(starts.length)
  for (const { id, windows, busy } of practitioners) {
    const forbidden = forbiddenStarts(busy, before, after)
    let index = 0
    let pair = 0
    for (const { startMinute, endMinute } of windows) {
      const lastStart = endMinute - search.service.durationMinutes
      index = lowerBound(starts, startMinute, index)
      for (; index < starts.length; index++) {
        const start = starts[index] as number
        if (start > lastStart) break
        // Past the last pair both reads are undefined, and every comparison with that is false.
        while ((forbidden[pair + 1] as number) <= start) pair += 2
        if ((forbidden[pair] as number) <= start) continue
        const ids = idsByStart[index]
        if (ids) ids.push(id)
        else idsByStart[index] = [id]
      }
    }
  }
  return toSlots(search, starts, idsByStart)
}

/** The grid between the first opening and the last possible start of anyone, within policy. */
function conceivableStarts(
  { service, policy, clock }: SlotSearch,
  practitioners: readonly { readonly windows: readonly MinuteRange[] }[],
): number[] {
  let opening = Number.POSITIVE_INFINITY
  let closing = Number.NEGATIVE_INFINITY
  for (const { windows } of practitioners) {
    opening = Math.min(opening, windows[0]?.startMinute ?? opening)
    closing = Math.max(closing, windows.at(-1)?.endMinute ?? closing)
  }
  const first = Math.max(Math.ceil(opening), policy.earliestMinute)
  const last = Math.min(closing - service.durationMinutes, policy.latestMinute)
  return alignedStarts(clock, service.granularityMinutes, first, last)
}

/** Joins freshly startable slots and seats in existing sessions, both in order of start. */
function toSlots(
  search: SlotSearch,
  starts: readonly number[],
  idsByStart: readonly (readonly string[] | undefined)[],
): Slot[] {
  const { durationMinutes, capacity } = search.service
  const sessions = openSessions(search)
  const slots: Slot[] = []
  let next = 0
  for (let index = 0; index < starts.length; index++) {
    const practitionerIds = idsByStart[index]
    if (!practitionerIds) continue
    const startMinute = starts[index] as number
    while (next < sessions.length && (sessions[next] as Slot).startMinute <= startMinute) {
      slots.push(sessions[next++] as Slot)
    }
    const endMinute = startMinute + durationMinutes
    if (capacity > 1) slots.push({ startMinute, endMinute, practitionerIds, seatsLeft: capacity })
    else slots.push({ startMinute, endMinute, practitionerIds })
  }
  while (next < sessions.length) slots.push(sessions[next++] as Slot)
  return slots
}

function openSessions({ service, policy, practitioners, groupSessions }: SlotSearch): Slot[] {
  if (!groupSessions?.length) return []
  const known = new Set(practitioners.map(({ id }) => id))
  return groupSessions
    .filter(
      ({ practitionerId, startMinute, seatsFree }) =>
        seatsFree > 0 &&
        known.has(practitionerId) &&
        startMinute >= policy.earliestMinute &&
        startMinute <= policy.latestMinute,
    )
    .sort((a, b) => a.startMinute - b.startMinute || (a.id < b.id ? -1 : 1))
    .map(({ id, practitionerId, startMinute, endMinute, seatsFree }) => ({
      startMinute,
      endMinute: endMinute ?? startMinute + service.durationMinutes,
      practitionerIds: [practitionerId],
      seatsLeft: seatsFree,
      groupSessionId: id,
    }))
}

/** The first index at or after `from` whose value is not below `value`; `values` ascend. */
function lowerBound(values: readonly number[], value: number, from: number): number {
  let low = from
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function assertWholeNumbers({ service, policy, pools = [] }: SlotSearch): void {
  const positive = [service.durationMinutes, service.granularityMinutes, service.capacity]
  const notNegative = [service.bufferBeforeMinutes, service.bufferAfterMinutes, ...pools.map((p) => p.needed)]
  const whole = [...positive, ...notNegative, policy.earliestMinute, policy.latestMinute]
  if (
    !whole.every(Number.isSafeInteger) ||
    positive.some((value) => value < 1) ||
    notNegative.some((value) => value < 0)
  ) {
    throw new RangeError("Minutes, steps, seats and counts are whole numbers, and none is negative.")
  }
}
