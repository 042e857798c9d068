import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type ChosenCustomer = {
  readonly id: string
  readonly fullName: string
  readonly email: string | null
  readonly phone: string | null
}

/** Who an appointment is for, as far as the booking form shows it. Not found for somebody who may not read customers. */
export async function readBookableCustomer(
  tx: Tx<"bookings:write">,
  { customerId }: { readonly customerId: string },
): Promise<Outcome<ChosenCustomer, "NOT_FOUND">> {
  const customer = await tx.first(
    query
      .selectFrom("app.customers")
      .select(["id", "full_name as fullName", "email", "phone"])
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", customerId),
  )
  return customer ? ok(customer) : refused("NOT_FOUND")
}
