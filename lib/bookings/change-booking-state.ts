import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { whyUntouched } from "#lib/bookings/cancel-booking"
import type { BookingState } from "#lib/bookings/read-linked-booking"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { enqueueBookingMail } from "#lib/notifications/enqueue-booking-mail"

/** Steps at the desk that keep the booking's time as it is; the database refuses those that the state does not allow. */
export type DeskState = Extract<BookingState, "confirmed" | "arrived" | "completed" | "no-show">

/** Confirms a request, checks somebody in, completes, marks a no-show, or takes the last of these steps back. */
export async function changeBookingState(
  tx: Tx<"bookings:write">,
  input: { readonly bookingId: string; readonly version: number; readonly to: DeskState },
): Promise<Outcome<{ bookingId: string; version: number }, "NOT_FOUND" | "STALE">> {
  const before = await tx.first(
    query
      .selectFrom("app.bookings")
      .select(["state", "customer_id"])
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", input.bookingId)
      .forUpdate(),
  )
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
  if (before?.state === "pending" && input.to === "confirmed") {
    await enqueueBookingMail(tx, input.bookingId, changed.version, "confirmation")
  }
  return ok({ bookingId: input.bookingId, version: changed.version })
}
