import "server-only"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type Service = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly nameDe: string
  readonly description: string
  readonly descriptionDe: string
  readonly durationMinutes: number
  readonly priceCents: number
  readonly capacity: number
  readonly practitioners: readonly { id: string; displayName: string; title: string; titleDe: string }[]
}

/** Services in their order, each with the practitioners who perform it. A guest sees only what is online. */
export async function listServices(
  tx: Tx<"public:read" | "public:book" | "services:read" | "bookings:read" | "bookings:write">,
): Promise<Service[]> {
  return tx.all(sql<Service>`
    select s.id, s.slug, s.name, s.name_de as "nameDe", s.description, s.description_de as "descriptionDe",
      s.duration_minutes as "durationMinutes", s.price_cents as "priceCents", s.capacity,
      coalesce((
        select json_agg(json_build_object('id', p.id, 'displayName', p.display_name, 'title', p.title,
          'titleDe', p.title_de) order by p.position, p.display_name)
        from app.service_practitioners sp
        join app.practitioners p on p.tenant_id = sp.tenant_id and p.id = sp.practitioner_id and p.active
        where sp.tenant_id = s.tenant_id and sp.service_id = s.id), '[]') as practitioners
    from app.services s
    where s.tenant_id = ${tx.tenantId} and s.active
    order by s.position, s.name`)
}
