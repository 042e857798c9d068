import { randomBytes, randomUUID } from "node:crypto"
import { type Actor, roleOf } from "#tests/isolation/stage/actors"
import type { Planted } from "#tests/isolation/stage/plant-tenant"

type Row = Readonly<Record<string, unknown>>

/**
 * A row that the actor could plausibly insert, with ids of `p`; only columns that the actor's role may write. Every
 * table on which a request role holds INSERT needs an entry: the matrix fails without one.
 */
export function rowToInsert(table: string, actor: Actor, p: Planted): Row | undefined {
  const tenant_id = p.tenantId
  const [first, second] = p.practitionerIds
  const guest = roleOf(actor) === "app_guest"
  const at = (minute: number) => new Date(p.day.getTime() + minute * 60_000)
  const wall = { wall_start: "2030-01-01T09:00", zone: "Europe/Berlin" }
  const rows: Record<string, () => Row> = {
    "app.locations": () => ({ tenant_id, name: "Second", zone: "Europe/Berlin" }),
    "app.practitioners": () => ({ tenant_id, location_id: p.locationId, display_name: "Dr New" }),
    "app.services": () => ({ tenant_id, slug: "new", name: "New", duration_minutes: 30, price_cents: 1 }),
    "app.service_practitioners": () => ({ tenant_id, service_id: p.spareServiceId, practitioner_id: first }),
    "app.resources": () => ({ tenant_id, location_id: p.locationId, kind: "room", name: "Room 2" }),
    "app.service_resource_kinds": () => ({ tenant_id, service_id: p.serviceId, kind: "laser" }),
    "app.weekly_hours": () => ({
      tenant_id,
      practitioner_id: first,
      location_id: p.locationId,
      weekday: 2,
      start_wall: "09:00",
      end_wall: "17:00",
    }),
    "app.date_overrides": () => ({ tenant_id, practitioner_id: first, on_date: "2030-02-02" }),
    "app.time_off": () => ({ tenant_id, practitioner_id: first, starts_at: at(0), ends_at: at(1) }),
    "app.holidays": () => ({ tenant_id, location_id: p.locationId, on_date: "2030-02-02", name: "Day" }),
    "app.customers": () => ({
      tenant_id,
      full_name: "Canary New",
      phone: "+49 30 1234",
      source: guest ? "public" : "desk",
    }),
    "app.bookings": () => ({
      tenant_id,
      service_id: p.serviceId,
      practitioner_id: second,
      location_id: p.locationId,
      starts_at: at(600),
      ends_at: at(630),
      ...wall,
      ...(guest
        ? { state: "held", hold_expires_at: new Date(Date.now() + 300_000), source: "public" }
        : { state: "confirmed", customer_id: p.customerId, source: "desk" }),
    }),
    "app.allocations": () => ({
      tenant_id,
      booking_id: actor === "guest-hold" ? p.heldId : p.confirmedId,
      practitioner_id: second,
      starts_at: at(700),
      ends_at: at(745),
    }),
    "app.group_sessions": () => ({
      tenant_id,
      service_id: p.groupServiceId,
      practitioner_id: second,
      location_id: p.locationId,
      starts_at: at(800),
      ends_at: at(860),
      ...wall,
      capacity: 2,
    }),
    "app.booking_links": () => ({
      tenant_id,
      booking_id: actor === "guest-hold" ? p.heldId : p.confirmedId,
      purpose: "view",
      token_hash: randomBytes(32),
      expires_at: at(0),
    }),
    "app.messages": () => ({ tenant_id, booking_id: p.confirmedId, booking_version: 1, kind: "reminder" }),
  }
  const row = rows[table]?.()
  // Keys of tables whose id a member may choose: always a fresh one, so that nothing collides by chance.
  return row && ["app.bookings", "app.customers"].includes(table) ? { id: randomUUID(), ...row } : row
}

/** What this actor would really want to write, where `set column = column` is not enough to pass its policy. */
export function assignmentOf(table: string, actor: Actor): string | undefined {
  if (table !== "app.bookings") return undefined
  if (actor === "guest-hold")
    return "state = 'cancelled', cancel_reason = 'hold_released', hold_expires_at = null"
  if (actor === "guest-cancel") return "state = 'cancelled', cancel_reason = 'by_customer'"
  return undefined
}
