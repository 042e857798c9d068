import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type CustomerVisit = {
  readonly id: string
  readonly state: "held" | "pending" | "confirmed" | "arrived" | "completed" | "cancelled" | "no-show"
  readonly startsAt: string
  readonly wallStart: string
  readonly serviceName: string
  readonly serviceNameDe: string
  readonly practitionerName: string
}

export type CustomerCard = {
  readonly id: string
  readonly fullName: string
  readonly email: string | null
  readonly phone: string | null
  readonly locale: "en" | "de"
  readonly source: "public" | "api" | "desk"
  readonly createdAt: string
  /** Newest first; at most 200. Empty for somebody who may not read bookings. */
  readonly visits: readonly CustomerVisit[]
}

/** One customer with their appointments. */
export async function readCustomer(
  tx: Tx<"customers:read">,
  { customerId }: { readonly customerId: string },
): Promise<Outcome<CustomerCard, "NOT_FOUND">> {
  const [customer, visits] = await Promise.all([
    tx.first(sql<Omit<CustomerCard, "visits">>`
      select c.id, c.full_name as "fullName", c.email, c.phone, c.locale, c.source,
        to_json(c.created_at)#>>'{}' as "createdAt"
      from app.customers c where c.tenant_id = ${tx.tenantId} and c.id = ${customerId}`),
    tx.all(sql<CustomerVisit>`
      select b.id, b.state, to_json(b.starts_at)#>>'{}' as "startsAt", b.wall_start as "wallStart",
        s.name as "serviceName", s.name_de as "serviceNameDe", p.display_name as "practitionerName"
      from app.bookings b
      join app.services s on s.tenant_id = b.tenant_id and s.id = b.service_id
      join app.practitioners p on p.tenant_id = b.tenant_id and p.id = b.practitioner_id
      where b.tenant_id = ${tx.tenantId} and b.customer_id = ${customerId}
      order by b.starts_at desc limit 200`),
  ])
  return customer ? ok({ ...customer, visits }) : refused("NOT_FOUND")
}
