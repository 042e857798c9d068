import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { enqueueBookingMail } from "#lib/bookings/enqueue-booking-mail"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** Cancels the booking behind a cancel link. The practice's notice is kept here, and by the database again. */
export async function cancelLinkedBooking(
  tx: Tx<"public:book">,
): Promise<Outcome<{ bookingId: string }, "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED" | "TOO_LATE">> {
  const linked = await readLinkedBooking(tx, "cancel")
  if (!linked.ok) return linked
  const { id, version, changeableUntil } = linked.value
  if (changeableUntil <= tx.now) return refused("TOO_LATE")
  const cancelled = await tx.run(
    query
      .updateTable("app.bookings")
      .set({ state: "cancelled", cancel_reason: "by_customer" })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", id)
      .where("version", "=", version),
  )
  // Somebody changed it in this very moment, and with it this link.
  if (cancelled === 0) return refused("LINK_DEAD")
  await enqueueBookingMail(tx, id, version + 1, "cancelled")
  return ok({ bookingId: id })
}

/** Cancels a booking at the desk. `version` is the one that was on the screen: a booking changed since is refused. */
export async function cancelBooking(
  tx: Tx<"bookings:write">,
  input: { readonly bookingId: string; readonly version: number },
): Promise<Outcome<{ bookingId: string; version: number }, "NOT_FOUND" | "STALE">> {
  const cancelled = await tx.first(
    query
      .updateTable("app.bookings")
      .set({ state: "cancelled", cancel_reason: "by_practice", hold_expires_at: null })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", input.bookingId)
      .where("version", "=", input.version)
      .returning(["version", "customer_id"]),
  )
  if (!cancelled) return refused(await whyUntouched(tx, input.bookingId))
  if (cancelled.customer_id) await enqueueBookingMail(tx, input.bookingId, cancelled.version, "cancelled")
  return ok({ bookingId: input.bookingId, version: cancelled.version })
}

/** Whether a booking that an update did not touch is absent or merely newer than the screen. */
export async function whyUntouched(
  tx: Tx<"bookings:write">,
  bookingId: string,
): Promise<"NOT_FOUND" | "STALE"> {
  const row = await tx.first(
    query
      .selectFrom("app.bookings")
      .select("id")
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", bookingId),
  )
  return row ? "STALE" : "NOT_FOUND"
}
