import "server-only"
import { addDays } from "#lib/availability/calendar-dates"
import { chooseAvailablePractitioner } from "#lib/availability/choose-available-practitioner"
import {
  type Availability,
  type AvailabilityOptions,
  findAvailability,
  type OfferedSlot,
} from "#lib/availability/find-availability"
import type { Schedule, SchedulePower } from "#lib/availability/read-schedule"
import { localDateAt, type MinuteRange } from "#lib/availability/wall-clock"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"

export type WantedSlot = {
  readonly serviceId: string
  /** Absent: anyone. */
  readonly practitionerId?: string
  readonly startsAt: Date
}

/** A slot with practitioners in the order in which to try them, and the rooms and machines it would take. */
export type ChosenSlot = {
  readonly slot: OfferedSlot
  readonly practitionerIds: readonly string[]
  readonly resourceIds: readonly string[]
  readonly schedule: Schedule
}

/** Finds the wanted instant among what is offered, by the same engine that drew the page. */
export async function chooseSlot(
  tx: Tx<SchedulePower>,
  wanted: WantedSlot,
  options: AvailabilityOptions = {},
): Promise<Outcome<ChosenSlot, "NOT_FOUND" | "NOT_BOOKABLE" | "SLOT_TAKEN" | "TOO_SOON" | "INVALID_INPUT">> {
  const startMinute = wanted.startsAt.getTime() / 60_000
  if (!Number.isInteger(startMinute)) return refused("NOT_BOOKABLE", ["startsAt"])
  // Any zone's local date of the instant is one of three UTC dates; the slot is found by its minute.
  const utcDate = localDateAt(startMinute, "UTC")
  const found = await findAvailability(
    tx,
    {
      serviceId: wanted.serviceId,
      practitionerId: wanted.practitionerId,
      fromDate: addDays(utcDate, -1),
      toDate: addDays(utcDate, 1),
    },
    options,
  )
  if (!found.ok) return found
  const slot = found.value.slots.find((one) => one.startMinute === startMinute)
  if (!slot) {
    const soonest = tx.now.getTime() + found.value.schedule.policy.noticeMinutes * 60_000
    return refused(!options.ignoreNotice && wanted.startsAt.getTime() < soonest ? "TOO_SOON" : "SLOT_TAKEN")
  }
  return ok({
    slot,
    practitionerIds: inFairOrder(slot, found.value),
    resourceIds: slot.groupSessionId ? [] : freeResources(slot, found.value),
    schedule: found.value.schedule,
  })
}

/** The least booked first; the others follow, in case somebody else takes the first at this very moment. */
function inFairOrder(slot: OfferedSlot, { busy }: Availability): string[] {
  const load = new Map(slot.practitionerIds.map((id) => [id, busy.get(id)?.length ?? 0]))
  const first = chooseAvailablePractitioner(slot, load)
  return [first, ...slot.practitionerIds.filter((id) => id !== first)]
}

function freeResources(slot: OfferedSlot, { schedule, busy }: Availability): string[] {
  const from = slot.startMinute - schedule.service.bufferBeforeMinutes
  const to = slot.endMinute + schedule.service.bufferAfterMinutes
  return schedule.pools.flatMap(({ needed, resources }) =>
    resources
      .filter(({ id, locationId }) => locationId === slot.locationId && isFree(busy.get(id) ?? [], from, to))
      .slice(0, needed)
      .map(({ id }) => id),
  )
}

function isFree(ranges: readonly MinuteRange[], from: number, to: number): boolean {
  return ranges.every((range) => range.endMinute <= from || range.startMinute >= to)
}
