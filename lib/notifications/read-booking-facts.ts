import "server-only"
import type { Locale } from "#lib/base/choose-locale"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** One booking as a message needs it. The customer's name is left where it is. */
export type BookingFacts = {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly wallStart: string
  readonly zone: string
  readonly durationMinutes: number
  readonly serviceName: string
  readonly serviceNameDe: string
  readonly practitionerName: string
  readonly locationName: string
  readonly address: string
}

export type Addressee = { readonly email: string | null; readonly locale: Locale }

/** The booking of a job, with the address and language of whoever made it; undefined when it has no customer. */
export async function readBookingFacts(
  tx: Tx<"jobs:run">,
  bookingId: string,
): Promise<(BookingFacts & Addressee) | undefined> {
  const row = await tx.first(
    query
      .selectFrom("app.bookings as b")
      .innerJoin("app.customers as c", (join) =>
        join.onRef("c.tenant_id", "=", "b.tenant_id").onRef("c.id", "=", "b.customer_id"),
      )
      .innerJoin("app.services as s", (join) =>
        join.onRef("s.tenant_id", "=", "b.tenant_id").onRef("s.id", "=", "b.service_id"),
      )
      .innerJoin("app.practitioners as p", (join) =>
        join.onRef("p.tenant_id", "=", "b.tenant_id").onRef("p.id", "=", "b.practitioner_id"),
      )
      .innerJoin("app.locations as l", (join) =>
        join.onRef("l.tenant_id", "=", "b.tenant_id").onRef("l.id", "=", "b.location_id"),
      )
      .select([
        "b.id",
        "b.version",
        "b.state",
        "b.starts_at as startsAt",
        "b.ends_at as endsAt",
        "b.wall_start as wallStart",
        "b.zone",
        "s.duration_minutes as durationMinutes",
        "s.name as serviceName",
        "s.name_de as serviceNameDe",
        "p.display_name as practitionerName",
        "l.name as locationName",
        "l.address",
        "c.email",
        "c.locale",
      ])
      .where("b.tenant_id", "=", tx.tenantId)
      .where("b.id", "=", bookingId),
  )
  return row && { ...row, locale: row.locale as Locale }
}
