import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { whyUntouched } from "#lib/bookings/cancel-booking"
import { enqueueBookingMail } from "#lib/bookings/enqueue-booking-mail"
import type { BookingState } from "#lib/bookings/read-linked-booking"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** States that the desk reaches without touching the time; coming back into an occupying one is `restoreBooking`. */
export type DeskState = Extract<BookingState, "confirmed" | "arrived" | "completed" | "no-show">

const reachedFrom: Readonly<Record<DeskState, readonly BookingState[]>> = {
  confirmed: ["pending", "arrived"],
  arrived: ["confirmed"],
  completed: ["arrived"],
  "no-show": ["confirmed"],
}

/** Confirms a request, checks somebody in or out again, completes, or marks a no-show. The database agrees or refuses. */
export async function changeBookingState(
  tx: Tx<"bookings:write">,
  input: { readonly bookingId: string; readonly version: number; readonly to: DeskState },
): Promise<Outcome<{ bookingId: string; version: number }, "NOT_FOUND" | "STALE" | "ILLEGAL_TRANSITION">> {
  const before = await tx.first(
    query
      .selectFrom("app.bookings")
      .select(["state", "version"])
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", input.bookingId)
      .forUpdate(),
  )
  if (!before) return refused("NOT_FOUND")
  if (before.version !== input.version) return refused("STALE")
  if (!reachedFrom[input.to].some((state) => state === before.state)) return refused("ILLEGAL_TRANSITION")
  const changed = await tx.first(
    query
      .updateTable("app.bookings")
      .set({ state: input.to })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", input.bookingId)
      .where("version", "=", input.version)
      .returning("version"),
  )
  if (!changed) return refused(await whyUntouched(tx, input.bookingId))
  if (before.state === "pending" && input.to === "confirmed") {
    await enqueueBookingMail(tx, input.bookingId, changed.version, "confirmation")
  }
  return ok({ bookingId: input.bookingId, version: changed.version })
}
