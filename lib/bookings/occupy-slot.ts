import "server-only"
import type { ChosenSlot } from "#lib/bookings/choose-slot"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/**
 * Takes a practitioner and the rooms and machines of a slot, buffers included, for a booking that exists.
 * `on conflict do nothing returning` in one order of subjects: a plain insert against the exclusion constraint
 * deadlocks under contention, this waits and then says no.
 * @returns false when somebody else has any part of it; the caller undoes its transaction.
 */
export async function occupySlot(
  tx: Tx<"public:book" | "bookings:write">,
  bookingId: string,
  practitionerId: string,
  { slot, resourceIds, schedule }: ChosenSlot,
  holdExpiresAt: Date | null,
): Promise<boolean> {
  // A seat in a group is counted on the session, which occupies its practitioner and room already.
  if (slot.groupSessionId) return true
  const from = new Date((slot.startMinute - schedule.service.bufferBeforeMinutes) * 60_000)
  const to = new Date((slot.endMinute + schedule.service.bufferAfterMinutes) * 60_000)
  const taken = await tx.run(sql`
    insert into app.allocations (tenant_id, booking_id, practitioner_id, resource_id, starts_at, ends_at, hold_expires_at)
    select ${tx.tenantId}::uuid, ${bookingId}::uuid, wanted.practitioner_id, wanted.resource_id, ${from}::timestamptz,
      ${to}::timestamptz, ${holdExpiresAt}::timestamptz
    from (select ${practitionerId}::uuid as practitioner_id, null::uuid as resource_id
          union all select null::uuid, unnest(${[...resourceIds]}::uuid[])) as wanted
    order by coalesce(wanted.practitioner_id, wanted.resource_id)
    on conflict do nothing`)
  return taken === 1 + resourceIds.length
}
