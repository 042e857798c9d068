import { randomUUID } from "node:crypto"
import { type Claims, sealContext } from "#lib/crypto/seal-context"
import { type Actor, claimsOf, roleOf } from "#tests/isolation/stage/actors"
import { type Answer, ask, type Stage, underSeal } from "#tests/isolation/stage/open-stage"
import type { Planted } from "#tests/isolation/stage/plant-tenant"

export type Step = readonly [text: string, values?: unknown[]]
type Row = Record<string, unknown>

/** Runs the steps as one actor in one transaction; the first refusal, also that of COMMIT, is the answer. */
export function act(
  stage: Stage,
  actor: Actor,
  steps: readonly Step[],
  { end = "commit", claims = {} }: { end?: "commit" | "rollback"; claims?: Partial<Claims> } = {},
): Promise<Answer> {
  const seal = sealContext(
    { ...claimsOf(actor, stage.here, stage.there), ...claims },
    stage.sealKey,
    Date.now(),
  )
  return underSeal(stage.server, roleOf(actor), seal, end, async (client) => {
    let last: Answer = { count: 0, rows: [] }
    for (const [text, values] of steps) {
      last = await ask(client, text, values)
      if (last.sqlstate) return last
    }
    return last
  })
}

export function insert(table: string, row: Row): Step {
  const names = Object.keys(row)
  return [
    `insert into ${table} (${names.join(", ")}) values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
    Object.values(row),
  ]
}

export const minuteOf = (p: Planted, minute: number) => new Date(p.day.getTime() + minute * 60_000)

/** A visit of 30 minutes at a minute of the planted day, as the desk or a guest would write it. */
export function visit(p: Planted, minute: number, change: Row = {}): Row {
  return {
    tenant_id: p.tenantId,
    id: randomUUID(),
    service_id: p.serviceId,
    practitioner_id: p.practitionerIds[0],
    location_id: p.locationId,
    customer_id: p.customerId,
    state: "confirmed",
    source: "desk",
    starts_at: minuteOf(p, minute),
    ends_at: minuteOf(p, minute + 30),
    wall_start: "2030-01-01T09:00",
    zone: "Europe/Berlin",
    ...change,
  }
}

export function heldVisit(p: Planted, minute: number, change: Row = {}): Row {
  const { customer_id: _none, ...row } = visit(p, minute)
  return {
    ...row,
    state: "held",
    source: "public",
    hold_expires_at: new Date(Date.now() + 300_000),
    ...change,
  }
}

/** What a visit takes: the practitioner and the room, five minutes before and ten after. */
export function allocationsOf(p: Planted, booking: Row, change: Row = {}): Step[] {
  const range = {
    tenant_id: p.tenantId,
    booking_id: booking.id,
    starts_at: new Date((booking.starts_at as Date).getTime() - 5 * 60_000),
    ends_at: new Date((booking.ends_at as Date).getTime() + 10 * 60_000),
  }
  return [
    insert("app.allocations", { ...range, practitioner_id: booking.practitioner_id, ...change }),
    insert("app.allocations", { ...range, resource_id: p.roomId, ...change }),
  ]
}

/** Puts a booking into any state, past every trigger, as only a superuser can; its allocations follow. */
export async function force(stage: Stage, bookingId: string, state: string): Promise<void> {
  await stage.superuser.query(`
    begin; alter table app.bookings disable trigger user; alter table app.allocations disable trigger user;
    update app.bookings set state = '${state}', customer_id = case when '${state}' = 'held' then null else '${stage.here.customerId}'::uuid end,
      hold_expires_at = case when '${state}' = 'held' then now() + interval '5 minutes' end,
      cancel_reason = case when '${state}' = 'cancelled' then 'by_practice' end where id = '${bookingId}';
    update app.allocations set released_at = case when app.occupies('${state}') then null else now() end where booking_id = '${bookingId}';
    alter table app.bookings enable always trigger _100_check; alter table app.bookings enable always trigger _500_follow;
    alter table app.bookings enable always trigger _800_occupancy; alter table app.bookings enable always trigger _900_audit;
    alter table app.allocations enable always trigger _800_occupancy; alter table app.allocations enable always trigger _810_group; alter table app.allocations enable always trigger _900_audit;
    commit`)
}
