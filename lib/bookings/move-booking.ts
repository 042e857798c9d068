import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { chooseSlot } from "#lib/bookings/choose-slot"
import { enqueueBookingMail } from "#lib/bookings/enqueue-booking-mail"
import { occupySlot } from "#lib/bookings/occupy-slot"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { query, sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

type Moving = { readonly id: string; readonly version: number; readonly serviceId: string }
type Target = { readonly startsAt: Date; readonly practitionerId?: string }
type MoveRefusal = "NOT_FOUND" | "NOT_BOOKABLE" | "SLOT_TAKEN" | "TOO_SOON" | "INVALID_INPUT"

/** Moves the booking behind a move link to another slot that is offered. */
export async function moveLinkedBooking(
  tx: Tx<"public:book">,
  target: Target,
): Promise<Outcome<{ bookingId: string }, MoveRefusal | "LINK_DEAD" | "HOLD_EXPIRED" | "TOO_LATE">> {
  const linked = await readLinkedBooking(tx, "move")
  if (!linked.ok) return linked
  if (linked.value.changeableUntil <= tx.now) return refused("TOO_LATE")
  const moved = await move(tx, linked.value, target, false)
  return moved.ok ? ok({ bookingId: linked.value.id }) : moved
}

/** Moves a booking at the desk, at short notice too. Buffers, rooms and hours hold here as everywhere. */
export async function moveBooking(
  tx: Tx<"bookings:write">,
  input: Target & { readonly bookingId: string; readonly version: number },
): Promise<Outcome<{ bookingId: string; version: number }, MoveRefusal | "STALE">> {
  const booking = await tx.first(
    query
      .selectFrom("app.bookings")
      .select(["id", "version", "service_id as serviceId"])
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", input.bookingId)
      .forUpdate(),
  )
  if (!booking) return refused("NOT_FOUND")
  if (booking.version !== input.version) return refused("STALE")
  const moved = await move(tx, booking, input, true)
  return moved.ok ? ok({ bookingId: booking.id, version: booking.version + 1 }) : moved
}

async function move(
  tx: Tx<"public:book" | "bookings:write">,
  booking: Moving,
  target: Target,
  ignoreNotice: boolean,
): Promise<Outcome<null, MoveRefusal>> {
  const chosen = await chooseSlot(
    tx,
    { serviceId: booking.serviceId, ...target },
    { exceptBookingId: booking.id, ignoreNotice },
  )
  if (!chosen.ok) return chosen
  const { slot, practitionerIds } = chosen.value
  const practitionerId = practitionerIds[0] ?? ""
  await tx.first(sql`select app.release_expired_holds()`)
  // Its own time first, or a move by a quarter of an hour would collide with itself.
  await tx.run(
    query
      .updateTable("app.allocations")
      .set({ released_at: tx.now })
      .where("tenant_id", "=", tx.tenantId)
      .where("booking_id", "=", booking.id)
      .where("released_at", "is", null),
  )
  const updated = await tx.run(
    query
      .updateTable("app.bookings")
      .set({
        practitioner_id: practitionerId,
        location_id: slot.locationId,
        group_session_id: slot.groupSessionId ?? null,
        starts_at: new Date(slot.startMinute * 60_000),
        ends_at: new Date(slot.endMinute * 60_000),
        wall_start: slot.wallStart,
        zone: slot.zone,
      })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", booking.id)
      .where("version", "=", booking.version),
  )
  if (updated === 0) return refused("NOT_FOUND")
  if (!(await occupySlot(tx, booking.id, practitionerId, chosen.value, null))) return refused("SLOT_TAKEN")
  await enqueueBookingMail(tx, booking.id, booking.version + 1, "moved")
  return ok(null)
}
