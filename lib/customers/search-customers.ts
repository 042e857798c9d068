import "server-only"
import { type Outcome, ok } from "#lib/base/outcome"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type CustomerHit = {
  readonly id: string
  readonly fullName: string
  readonly email: string | null
  readonly phone: string | null
  /** Most recent or next appointment, to tell two people of one name apart. */
  readonly latestStartsAt: string | null
}

const mostHits = 20

/** Finds customers by any part of name, e-mail or phone number. Wildcards in the text are ordinary characters. */
export async function searchCustomers(
  tx: Tx<"customers:read">,
  { text }: { readonly text: string },
): Promise<Outcome<readonly CustomerHit[], never>> {
  const pattern = `%${text.trim().replace(/[\\%_]/g, (wild) => `\\${wild}`)}%`
  const digits = text.replace(/\D/g, "")
  return ok(
    await tx.all(sql<CustomerHit>`
      select c.id, c.full_name as "fullName", c.email, c.phone,
        (select to_json(max(b.starts_at))#>>'{}' from app.bookings b
          where b.tenant_id = c.tenant_id and b.customer_id = c.id) as "latestStartsAt"
      from app.customers c
      where c.tenant_id = ${tx.tenantId}
        and (c.full_name ilike ${pattern} or c.email ilike ${pattern}
          or (length(${digits}) >= 4 and regexp_replace(coalesce(c.phone, ''), '\D', '', 'g') like '%' || ${digits} || '%'))
      order by c.full_name, c.id limit ${mostHits}`),
  )
}
