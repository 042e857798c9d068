import "server-only"
import type { SchedulePower } from "#lib/availability/read-schedule"
import type { GroupSession } from "#lib/availability/rules"
import type { MinuteRange } from "#lib/availability/wall-clock"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/**
 * Busy ranges per practitioner or resource, in order of start. Plain comparisons on B-tree columns: `&&` is not
 * leakproof and would scan under RLS, and a predicate that implied `released_at is null` would tempt the planner to
 * the exclusion constraint's GiST index. No allocation lasts a day, so one day before `from` bounds the scan.
 * @param exceptBookingId the booking that is about to move: its own time does not stand in its way.
 */
export async function readBusy(
  tx: Tx<SchedulePower>,
  subjectIds: readonly string[],
  from: Date,
  to: Date,
  exceptBookingId?: string,
): Promise<Map<string, MinuteRange[]>> {
  const busy = new Map<string, MinuteRange[]>(subjectIds.map((id) => [id, []]))
  const rows = await tx.all(sql<{ id: string; s: number; e: number }>`
    select a.subject_id as id, floor(extract(epoch from a.starts_at) / 60)::int as s,
      ceil(extract(epoch from a.ends_at) / 60)::int as e
    from app.allocations a
    where a.tenant_id = ${tx.tenantId} and a.subject_id = any(${[...subjectIds]}::uuid[])
      and a.starts_at < ${to} and a.starts_at > ${new Date(from.getTime() - 86_400_000)} and a.ends_at > ${from}
      and coalesce(a.released_at, 'infinity') = 'infinity'
      and coalesce(a.hold_expires_at, 'infinity') > ${tx.now}
      and a.booking_id is distinct from ${exceptBookingId ?? null}::uuid
    order by a.subject_id, a.starts_at`)
  for (const { id, s, e } of rows) busy.get(id)?.push({ startMinute: s, endMinute: e })
  return busy
}

/** Meetings of a group service with their free seats. */
export async function readGroupSessions(
  tx: Tx<SchedulePower>,
  serviceId: string,
  from: Date,
  to: Date,
): Promise<GroupSession[]> {
  return tx.all(sql<GroupSession>`
    select g.id, g.practitioner_id as "practitionerId",
      floor(extract(epoch from g.starts_at) / 60)::int as "startMinute",
      floor(extract(epoch from g.ends_at) / 60)::int as "endMinute", g.capacity - g.seats_taken as "seatsFree"
    from app.group_sessions g
    where g.tenant_id = ${tx.tenantId} and g.service_id = ${serviceId} and g.starts_at < ${to} and g.starts_at >= ${from}
      and g.cancelled_at is null
    order by g.starts_at`)
}
