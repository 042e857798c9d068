import "server-only"
import { dayNumber, MINUTES_PER_DAY } from "#lib/availability/calendar-dates"
import { reachLocalMinute, zoneClock } from "#lib/availability/wall-clock"
import { type Outcome, ok } from "#lib/base/outcome"
import type { BookingState } from "#lib/bookings/read-linked-booking"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { readTenant, type Tenant } from "#lib/tenants/read-tenant"

export type DayBooking = {
  readonly id: string
  readonly version: number
  readonly state: BookingState
  readonly startsAt: string
  readonly endsAt: string
  readonly wallStart: string
  readonly zone: string
  readonly practitionerId: string
  readonly serviceId: string
  readonly serviceName: string
  readonly serviceNameDe: string
  readonly groupSessionId: string | null
  readonly customerId: string | null
  /** Null while somebody is still typing (a hold). */
  readonly customerName: string | null
  readonly customerPhone: string | null
  readonly customerEmail: string | null
  readonly source: "public" | "api" | "desk"
  readonly priceCents: number
  readonly currency: string
}

export type Day = {
  readonly tenant: Tenant
  readonly date: string
  /** First and last instant of the local day; 23 or 25 hours apart when the clock changes. */
  readonly from: Date
  readonly to: Date
  readonly practitioners: readonly { id: string; displayName: string; title: string; titleDe: string }[]
  readonly bookings: readonly DayBooking[]
  /** Changes whenever anything of the day does. */
  readonly pulse: string
}

/** One day of the practice in its own zone: columns and bookings, cancelled ones included. Expired holds are left out. */
export async function listDay(
  tx: Tx<"bookings:read" | "bookings:write">,
  { date }: { readonly date: string },
): Promise<Outcome<Day, "NOT_FOUND">> {
  const tenant = await readTenant(tx)
  if (!tenant.ok) return tenant
  const { from, to } = localDay(date, tenant.value.zone)
  const [practitioners, bookings, pulse] = await Promise.all([
    tx.all(sql<Day["practitioners"][number]>`
      select id, display_name as "displayName", title, title_de as "titleDe" from app.practitioners
      where tenant_id = ${tx.tenantId} and active order by position, display_name`),
    tx.all(sql<DayBooking>`
      select b.id, b.version, b.state, to_json(b.starts_at)#>>'{}' as "startsAt", to_json(b.ends_at)#>>'{}' as "endsAt",
        b.wall_start as "wallStart", b.zone, b.practitioner_id as "practitionerId", b.service_id as "serviceId",
        s.name as "serviceName", s.name_de as "serviceNameDe", b.group_session_id as "groupSessionId",
        b.customer_id as "customerId", c.full_name as "customerName", c.phone as "customerPhone", c.email as "customerEmail",
        b.source, b.price_cents as "priceCents", b.currency
      from app.bookings b
      join app.services s on s.tenant_id = b.tenant_id and s.id = b.service_id
      left join app.customers c on c.tenant_id = b.tenant_id and c.id = b.customer_id
      where b.tenant_id = ${tx.tenantId} and b.starts_at >= ${from} and b.starts_at < ${to}
        and coalesce(b.hold_expires_at, 'infinity') > ${tx.now}
        and coalesce(b.cancel_reason, '') not in ('hold_expired', 'hold_released')
      order by b.starts_at, b.practitioner_id`),
    dayPulse(tx, from, to),
  ])
  return ok({ tenant: tenant.value, date, from, to, practitioners, bookings, pulse })
}

/** A short text that changes whenever anything of the day does: what the open calendar asks every few seconds. */
export async function readDayPulse(
  tx: Tx<"bookings:read" | "bookings:write">,
  { date }: { readonly date: string },
): Promise<Outcome<{ pulse: string }, "NOT_FOUND">> {
  const tenant = await readTenant(tx)
  if (!tenant.ok) return tenant
  const { from, to } = localDay(date, tenant.value.zone)
  return ok({ pulse: await dayPulse(tx, from, to) })
}

async function dayPulse(tx: Tx<"bookings:read" | "bookings:write">, from: Date, to: Date): Promise<string> {
  const row = await tx.first(sql<{ pulse: string }>`
    select count(*) || '.' || coalesce(sum(b.version), 0) || '.' || coalesce(floor(extract(epoch from max(b.updated_at)) * 1000), 0)
      as pulse
    from app.bookings b where b.tenant_id = ${tx.tenantId} and b.starts_at >= ${from} and b.starts_at < ${to}`)
  return row?.pulse ?? ""
}

function localDay(date: string, zone: string): { from: Date; to: Date } {
  const clock = zoneClock(zone, date, date)
  const midnight = dayNumber(date) * MINUTES_PER_DAY
  return {
    from: new Date(reachLocalMinute(midnight, clock) * 60_000),
    to: new Date(reachLocalMinute(midnight + MINUTES_PER_DAY, clock) * 60_000),
  }
}
