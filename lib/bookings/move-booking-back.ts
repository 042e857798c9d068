import "server-only"
import { type Outcome, refused } from "#lib/base/outcome"
import { moveBooking } from "#lib/bookings/move-booking"
import { readBooking } from "#lib/bookings/read-booking"
import type { Tx } from "#lib/db/transaction"

/** Takes back the last move: to the time and practitioner that its history names, if they are still free. */
export async function moveBookingBack(
  tx: Tx<"bookings:write">,
  input: { readonly bookingId: string; readonly version: number },
): Promise<
  Outcome<
    { bookingId: string; version: number },
    | "NOT_FOUND"
    | "STALE"
    | "ILLEGAL_TRANSITION"
    | "SLOT_TAKEN"
    | "NOT_BOOKABLE"
    | "TOO_SOON"
    | "INVALID_INPUT"
  >
> {
  const booking = await readBooking(tx, input)
  if (!booking.ok) return booking
  if (booking.value.version !== input.version) return refused("STALE")
  const [before, last] = booking.value.events.slice(-2)
  if (!before || !last || last.fromState !== last.toState) return refused("ILLEGAL_TRANSITION")
  return moveBooking(tx, {
    ...input,
    startsAt: new Date(before.startsAt),
    practitionerId: before.practitionerId,
  })
}
