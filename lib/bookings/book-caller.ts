import "server-only"
import { randomUUID } from "node:crypto"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { chooseSlot, type WantedSlot } from "#lib/bookings/choose-slot"
import { enqueueBookingMail } from "#lib/bookings/enqueue-booking-mail"
import { writeBooking } from "#lib/bookings/write-booking"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** Somebody known, or somebody new; a telephone number alone is enough. */
export type Caller =
  | { readonly customerId: string }
  | {
      readonly fullName: string
      readonly email?: string
      readonly phone?: string
      readonly locale: "en" | "de"
    }

/** Books for a caller at the desk: at once confirmed, at short notice too, under every other rule of the house. */
export async function bookCaller(
  tx: Tx<"bookings:write">,
  input: WantedSlot & { readonly caller: Caller },
): Promise<
  Outcome<
    { bookingId: string; customerId: string },
    "NOT_FOUND" | "NOT_BOOKABLE" | "SLOT_TAKEN" | "TOO_SOON" | "INVALID_INPUT"
  >
> {
  const customer = await settleCustomer(tx, input.caller)
  if (!customer.ok) return customer
  const chosen = await chooseSlot(tx, input, { ignoreNotice: true })
  if (!chosen.ok) return chosen
  const { id: customerId, hasEmail } = customer.value
  const written = await writeBooking(tx, chosen.value, {
    state: "confirmed",
    source: "desk",
    customerId,
    holdExpiresAt: null,
  })
  if (!written.ok) return written
  if (hasEmail) await enqueueBookingMail(tx, written.value.bookingId, 1, "confirmation")
  return ok({ bookingId: written.value.bookingId, customerId })
}

async function settleCustomer(
  tx: Tx<"bookings:write">,
  caller: Caller,
): Promise<Outcome<{ id: string; hasEmail: boolean }, "NOT_FOUND" | "INVALID_INPUT">> {
  if ("customerId" in caller) {
    const known = await tx.first(
      query
        .selectFrom("app.customers")
        .select(["id", "email"])
        .where("tenant_id", "=", tx.tenantId)
        .where("id", "=", caller.customerId),
    )
    return known ? ok({ id: known.id, hasEmail: known.email !== null }) : refused("NOT_FOUND")
  }
  if (!caller.email && !caller.phone) return refused("INVALID_INPUT", ["phone"])
  const id = randomUUID()
  await tx.run(
    query.insertInto("app.customers").values({
      tenant_id: tx.tenantId,
      id,
      full_name: caller.fullName,
      email: caller.email || null,
      phone: caller.phone || null,
      locale: caller.locale,
      source: "desk",
    }),
  )
  return ok({ id, hasEmail: Boolean(caller.email) })
}
