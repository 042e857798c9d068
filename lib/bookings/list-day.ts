import "server-only"
import { dayNumber, MINUTES_PER_DAY } from "#lib/availability/calendar-dates"
import { readDayHours } from "#lib/availability/read-day-hours"
import { type MinuteRange, reachLocalMinute, zoneClock } from "#lib/availability/wall-clock"
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
  /** Minutes that the practitioner needs before and after, as they were when it was booked. */
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
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

/** One meeting of a group on this day, whether or not anybody comes. */
export type DayGroup = {
  readonly id: string
  readonly practitionerId: string
  readonly serviceName: string
  readonly serviceNameDe: string
  readonly startsAt: string
  readonly endsAt: string
  readonly wallStart: string
  readonly capacity: number
  readonly seatsTaken: number
}

export type Day = {
  readonly tenant: Tenant
  readonly date: string
  /** First and last instant of the local day; 23 or 25 hours apart when the clock changes. */
  readonly from: Date
  readonly to: Date
  readonly practitioners: readonly { id: string; displayName: string; title: string; titleDe: string }[]
  /** Working hours per practitioner in epoch minutes. */
  readonly hours: ReadonlyMap<string, readonly MinuteRange[]>
  readonly bookings: readonly DayBooking[]
  readonly groups: readonly DayGroup[]
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
  const [practitioners, hours, groups, bookings, pulse] = await Promise.all([
    tx.all(sql<Day["practitioners"][number]>`
      select id, display_name as "displayName", title, title_de as "titleDe" from app.practitioners
      where tenant_id = ${tx.tenantId} and active order by position, display_name`),
    readDayHours(tx, date),
    tx.all(sql<DayGroup>`
      select g.id, g.practitioner_id as "practitionerId", s.name as "serviceName", s.name_de as "serviceNameDe",
        to_json(g.starts_at)#>>'{}' as "startsAt", to_json(g.ends_at)#>>'{}' as "endsAt", g.wall_start as "wallStart",
        g.capacity, g.seats_taken as "seatsTaken"
      from app.group_sessions g
      join app.services s on s.tenant_id = g.tenant_id and s.id = g.service_id
      where g.tenant_id = ${tx.tenantId} and g.starts_at >= ${from} and g.starts_at < ${to} and g.cancelled_at is null
      order by g.starts_at, g.practitioner_id`),
    tx.all(sql<DayBooking>`
      select b.id, b.version, b.state, to_json(b.starts_at)#>>'{}' as "startsAt", to_json(b.ends_at)#>>'{}' as "endsAt",
        b.buffer_before_minutes as "bufferBeforeMinutes", b.buffer_after_minutes as "bufferAfterMinutes",
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
  return ok({ tenant: tenant.value, date, from, to, practitioners, hours, bookings, groups, pulse })
}

/** A short text that changes whenever anything of the day does (a hold runs out, too): what the open calendar asks every few seconds. */
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
    select count(*) filter (where coalesce(b.hold_expires_at, 'infinity') > ${tx.now}) || '.' || coalesce(sum(b.version), 0) || '.' || coalesce(floor(extract(epoch from max(b.updated_at)) * 1000), 0)
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
