import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import type { BookingState } from "#lib/bookings/read-linked-booking"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** One line of a booking's history; the oldest has no `fromState`. */
export type BookingEvent = {
  readonly version: number
  readonly fromState: BookingState | null
  readonly toState: BookingState
  readonly startsAt: string
  readonly practitionerId: string
  readonly practitionerName: string
  /** "member" for staff, "guest" for a link, "job" or "operator" for the house itself. */
  readonly actorKind: string
  /** A colleague's name, if this person may read it. */
  readonly actorName: string | null
  readonly occurredAt: string
}

/** What the desk sees of one booking. */
export type DeskBooking = {
  readonly id: string
  readonly version: number
  readonly state: BookingState
  readonly cancelReason: string | null
  readonly startsAt: string
  readonly endsAt: string
  readonly wallStart: string
  readonly zone: string
  readonly serviceId: string
  readonly serviceName: string
  readonly serviceNameDe: string
  readonly practitionerId: string
  readonly practitionerName: string
  readonly locationName: string
  readonly groupSessionId: string | null
  readonly customerId: string | null
  readonly customerName: string | null
  readonly customerPhone: string | null
  readonly customerEmail: string | null
  readonly source: "public" | "api" | "desk"
  readonly priceCents: number
  readonly currency: string
  readonly createdAt: string
  /** Rooms and machines that it takes now. */
  readonly resources: readonly string[]
  readonly events: readonly BookingEvent[]
}

/** One booking with its history, oldest line first. */
export async function readBooking(
  tx: Tx<"bookings:read" | "bookings:write">,
  { bookingId }: { readonly bookingId: string },
): Promise<Outcome<DeskBooking, "NOT_FOUND">> {
  const [booking, events] = await Promise.all([
    tx.first(sql<Omit<DeskBooking, "events">>`
      select b.id, b.version, b.state, b.cancel_reason as "cancelReason",
        to_json(b.starts_at)#>>'{}' as "startsAt", to_json(b.ends_at)#>>'{}' as "endsAt",
        b.wall_start as "wallStart", b.zone, b.service_id as "serviceId", s.name as "serviceName",
        s.name_de as "serviceNameDe", b.practitioner_id as "practitionerId", p.display_name as "practitionerName",
        l.name as "locationName", b.group_session_id as "groupSessionId", b.customer_id as "customerId",
        c.full_name as "customerName", c.phone as "customerPhone", c.email as "customerEmail", b.source,
        b.price_cents as "priceCents", b.currency, to_json(b.created_at)#>>'{}' as "createdAt",
        array(select r.name from app.allocations a
          join app.resources r on r.tenant_id = a.tenant_id and r.id = a.resource_id
          where a.tenant_id = b.tenant_id and a.booking_id = b.id and a.released_at is null order by r.name) as resources
      from app.bookings b
      join app.services s on s.tenant_id = b.tenant_id and s.id = b.service_id
      join app.practitioners p on p.tenant_id = b.tenant_id and p.id = b.practitioner_id
      join app.locations l on l.tenant_id = b.tenant_id and l.id = b.location_id
      left join app.customers c on c.tenant_id = b.tenant_id and c.id = b.customer_id
      where b.tenant_id = ${tx.tenantId} and b.id = ${bookingId}`),
    tx.all(sql<BookingEvent>`
      select e.version, e.from_state as "fromState", e.to_state as "toState",
        to_json(e.starts_at)#>>'{}' as "startsAt", e.practitioner_id as "practitionerId",
        p.display_name as "practitionerName", e.actor_kind as "actorKind", m.display_name as "actorName",
        to_json(e.occurred_at)#>>'{}' as "occurredAt"
      from app.booking_events e
      join app.practitioners p on p.tenant_id = e.tenant_id and p.id = e.practitioner_id
      left join app.memberships m on m.tenant_id = e.tenant_id and m.user_id = e.actor_id
      where e.tenant_id = ${tx.tenantId} and e.booking_id = ${bookingId}
      order by e.version`),
  ])
  return booking ? ok({ ...booking, events }) : refused("NOT_FOUND")
}
