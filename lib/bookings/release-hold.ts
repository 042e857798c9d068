import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** Gives a held time back at once, when the customer leaves or chooses another. */
export async function releaseHold(
  tx: Tx<"public:book">,
): Promise<Outcome<{ serviceSlug: string }, "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED">> {
  const held = await readLinkedBooking(tx, "hold")
  if (!held.ok) return held
  const released = await tx.run(
    query
      .updateTable("app.bookings")
      .set({ state: "cancelled", cancel_reason: "hold_released", hold_expires_at: null })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", held.value.id)
      .where("state", "=", "held"),
  )
  if (released === 0) return refused("HOLD_EXPIRED")
  return ok({ serviceSlug: held.value.serviceSlug })
}
