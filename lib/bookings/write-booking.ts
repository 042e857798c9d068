import "server-only"
import { randomUUID } from "node:crypto"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import type { ChosenSlot } from "#lib/bookings/choose-slot"
import { occupySlot } from "#lib/bookings/occupy-slot"
import { query, sql } from "#lib/db/query"
import { attempt, type Tx } from "#lib/db/transaction"

type NewBooking = {
  readonly state: "held" | "pending" | "confirmed"
  readonly source: "public" | "api" | "desk"
  readonly customerId: string | null
  readonly holdExpiresAt: Date | null
}

export type WrittenBooking = { readonly bookingId: string; readonly practitionerId: string }

/**
 * Writes a booking for the first of the chosen practitioners who is still free. Holds that have run out are cleared
 * away first. Price, currency and buffers are set by the database from the service.
 */
export async function writeBooking(
  tx: Tx<"public:book" | "bookings:write">,
  chosen: ChosenSlot,
  booking: NewBooking,
): Promise<Outcome<WrittenBooking, "SLOT_TAKEN">> {
  await tx.first(sql`select app.release_expired_holds()`)
  for (const practitionerId of chosen.practitionerIds) {
    const written = await attempt(tx, () => writeFor(tx, practitionerId, chosen, booking))
    if (written.ok) return written
  }
  return refused("SLOT_TAKEN")
}

async function writeFor(
  tx: Tx<"public:book" | "bookings:write">,
  practitionerId: string,
  chosen: ChosenSlot,
  { state, source, customerId, holdExpiresAt }: NewBooking,
): Promise<Outcome<WrittenBooking, "SLOT_TAKEN">> {
  const { slot, schedule } = chosen
  const bookingId = randomUUID()
  await tx.run(
    query.insertInto("app.bookings").values({
      tenant_id: tx.tenantId,
      id: bookingId,
      service_id: schedule.service.id,
      practitioner_id: practitionerId,
      location_id: slot.locationId,
      customer_id: customerId,
      group_session_id: slot.groupSessionId ?? null,
      state,
      starts_at: new Date(slot.startMinute * 60_000),
      ends_at: new Date(slot.endMinute * 60_000),
      wall_start: slot.wallStart,
      zone: slot.zone,
      hold_expires_at: holdExpiresAt,
      source,
    }),
  )
  const occupied = await occupySlot(tx, bookingId, practitionerId, chosen, holdExpiresAt)
  return occupied ? ok({ bookingId, practitionerId }) : refused("SLOT_TAKEN")
}
