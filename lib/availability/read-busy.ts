import "server-only"
import type { SchedulePower } from "#lib/availability/read-schedule"
import type { GroupSession } from "#lib/availability/rules"
import type { MinuteRange } from "#lib/availability/wall-clock"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type BusyRanges = ReadonlyMap<string, readonly MinuteRange[]>

/** Never null: a group's own rows have no booking, and null is not distinct from null. */
const nobody = "00000000-0000-0000-0000-000000000000"

export type BusyNow = {
  readonly busy: BusyRanges
  /** The same as one text: two calendars with one text are the same calendar. */
  readonly taken: string
  /** Of the schedule in this snapshot; undefined when nobody was asked about. */
  readonly version: string | null | undefined
}

/**
 * Busy ranges per practitioner or resource, in order of start, and the version of the schedule in the same snapshot.
 * One row each, its minutes as two arrays: a row per booking costs more to
 * carry than to find. Plain comparisons on B-tree columns: `&&` is not leakproof and would scan under RLS, and a
 * predicate that implied `released_at is null` would tempt the planner to the exclusion constraint's GiST index.
 * No allocation lasts a day, so one day before `from` bounds the scan.
 * @param exceptBookingId the booking that is about to move: its own time does not stand in its way.
 */
export async function readBusyNow(
  tx: Tx<SchedulePower>,
  subjectIds: readonly string[],
  from: Date,
  to: Date,
  exceptBookingId?: string,
): Promise<BusyNow> {
  const rows = await tx.all(sql<{
    id: string
    version: string | null
    starts: string | null
    ends: string | null
  }>`
    select subject.id, (select app.schedule_version())::text as version, taken.starts, taken.ends
    from unnest(${[...subjectIds]}::uuid[]) as subject (id)
    cross join lateral (
      select array_agg(r.s)::text as starts, array_agg(r.e)::text as ends from (
        select floor(date_part('epoch', a.starts_at) / 60)::int as s, ceil(date_part('epoch', a.ends_at) / 60)::int as e
        from app.allocations a
        where a.tenant_id = ${tx.tenantId} and a.subject_id = subject.id
          and a.starts_at < ${to} and a.starts_at > ${new Date(from.getTime() - 86_400_000)} and a.ends_at > ${from}
          and coalesce(a.released_at, 'infinity') = 'infinity'
          and coalesce(a.hold_expires_at, 'infinity') > ${tx.now}
          and a.booking_id is distinct from ${exceptBookingId ?? nobody}::uuid
        order by a.starts_at) r) taken`)
  const busy = new Map(rows.map(({ id, starts, ends }) => [id, rangesOf(integers(starts), integers(ends))]))
  const taken = rows.map(({ id, starts, ends }) => `${id}${starts}${ends}`).join()
  return { busy, taken, version: rows[0]?.version }
}

export async function readBusy(
  tx: Tx<SchedulePower>,
  subjectIds: readonly string[],
  from: Date,
  to: Date,
  exceptBookingId?: string,
): Promise<BusyRanges> {
  return (await readBusyNow(tx, subjectIds, from, to, exceptBookingId)).busy
}

/** "{1,2,3}", as Postgres writes an array. */
function integers(text: string | null): number[] {
  return text ? JSON.parse(`[${text.slice(1, -1)}]`) : []
}

function rangesOf(starts: readonly number[], ends: readonly number[]): MinuteRange[] {
  return starts.map((startMinute, index) => ({ startMinute, endMinute: ends[index] as number }))
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
      floor(date_part('epoch', g.starts_at) / 60)::int as "startMinute",
      floor(date_part('epoch', g.ends_at) / 60)::int as "endMinute", g.capacity - g.seats_taken as "seatsFree"
    from app.group_sessions g
    where g.tenant_id = ${tx.tenantId} and g.service_id = ${serviceId} and g.starts_at < ${to} and g.starts_at >= ${from}
      and g.cancelled_at is null
    order by g.starts_at`)
}
