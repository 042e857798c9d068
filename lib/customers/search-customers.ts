import "server-only"
import { type Outcome, ok } from "#lib/base/outcome"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type CustomerHit = {
  readonly id: string
  readonly fullName: string
  readonly email: string | null
  readonly phone: string | null
  /** Most recent or next appointment on its own wall clock, to tell two people of one name apart. */
  readonly latestWallStart: string | null
}

const mostHits = 20

/**
 * Finds customers by any part of name, e-mail or phone number; names that begin like the text come first. Wildcards
 * in the text are ordinary characters. "0170 …" finds "+49 170 …": a leading zero only stands for the country.
 */
export async function searchCustomers(
  tx: Tx<"customers:read">,
  { text }: { readonly text: string },
): Promise<Outcome<readonly CustomerHit[], never>> {
  const wanted = text.trim().replace(/[\\%_]/g, (wild) => `\\${wild}`)
  const digits = /[a-z]/i.test(text) ? "" : text.replace(/\D/g, "").replace(/^0+/, "")
  return ok(
    await tx.all(sql<CustomerHit>`
      select c.id, c.full_name as "fullName", c.email, c.phone,
        (select b.wall_start from app.bookings b
          where b.tenant_id = c.tenant_id and b.customer_id = c.id and b.state <> 'cancelled'
          order by b.starts_at desc limit 1) as "latestWallStart"
      from app.customers c
      where c.tenant_id = ${tx.tenantId}
        and (c.full_name ilike ${`%${wanted}%`} or c.email ilike ${`%${wanted}%`}
          or (length(${digits}) >= 3 and regexp_replace(coalesce(c.phone, ''), '\\D', '', 'g') like '%' || ${digits} || '%'))
      order by c.full_name not ilike ${`${wanted}%`}, c.full_name, c.id limit ${mostHits}`),
  )
}
