import "server-only"
import { randomUUID } from "node:crypto"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { enqueueBookingMail } from "#lib/bookings/enqueue-booking-mail"
import { type BookingLinks, issueLinks } from "#lib/bookings/issue-links"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { readTenant } from "#lib/tenants/read-tenant"

export type CustomerDetails = {
  readonly fullName: string
  readonly email: string
  readonly phone?: string
  readonly locale: "en" | "de"
  readonly source: "public" | "api"
}

export type ConfirmedBooking = BookingLinks & {
  readonly bookingId: string
  readonly state: "pending" | "confirmed"
}

/**
 * Turns the hold behind the presented link into a booking. The customer is always written down anew: nothing here
 * can read, overwrite or reveal a person whom the practice knows already.
 */
export async function confirmHold(
  tx: Tx<"public:book">,
  details: CustomerDetails,
): Promise<Outcome<ConfirmedBooking, "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED">> {
  const [held, tenant] = await Promise.all([readLinkedBooking(tx, "hold"), readTenant(tx)])
  if (!held.ok) return held
  if (!tenant.ok) return tenant
  const { id, startsAt, endsAt, version } = held.value
  // Of two presses at once, one waits here and then hears what it would have heard a moment later.
  const mine = await tx.first(
    query
      .selectFrom("app.bookings")
      .select("id")
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", id)
      .where("state", "=", "held")
      .forUpdate(),
  )
  if (!mine) return refused("HOLD_EXPIRED")
  const customerId = randomUUID()
  await tx.run(
    query.insertInto("app.customers").values({
      tenant_id: tx.tenantId,
      id: customerId,
      full_name: details.fullName,
      email: details.email,
      phone: details.phone || null,
      locale: details.locale,
      source: details.source,
    }),
  )
  // Before the state changes: that kills the hold's link, and with it the power to write these.
  const links = await issueLinks(tx, { id, startsAt, endsAt })
  const state = tenant.value.needsApproval ? "pending" : "confirmed"
  await tx.run(
    query
      .updateTable("app.bookings")
      .set({ state, customer_id: customerId, hold_expires_at: null })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", id),
  )
  await enqueueBookingMail(tx, id, version + 1, state === "pending" ? "request" : "confirmation")
  return ok({ bookingId: id, state, ...links })
}
