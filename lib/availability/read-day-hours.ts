import "server-only"
import { type DateOverride, expandHours, type WeeklyHours } from "#lib/availability/expand-hours"
import type { MinuteRange } from "#lib/availability/wall-clock"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

type HoursRow = {
  readonly id: string
  readonly zone: string
  readonly weeklyHours: readonly WeeklyHours[]
  readonly overrides: readonly DateOverride[]
  readonly holidays: readonly string[]
  readonly timeOff: readonly MinuteRange[]
}

/**
 * When each active practitioner works on one local date, in epoch minutes; absences cut out. Empty for somebody who
 * may not read schedules: the database shows them no hours.
 */
export async function readDayHours(
  tx: Tx<"bookings:read" | "bookings:write">,
  date: string,
): Promise<Map<string, MinuteRange[]>> {
  const rows = await tx.all(sql<HoursRow>`
    select p.id, l.zone,
      coalesce((select json_agg(json_build_object('weekday', w.weekday, 'startWall', w.start_wall, 'endWall', w.end_wall))
        from app.weekly_hours w where w.tenant_id = p.tenant_id and w.practitioner_id = p.id), '[]') as "weeklyHours",
      coalesce((select json_agg(json_build_object('date', o.on_date, 'hours', case when o.start_wall is null
          then '[]'::json else json_build_array(json_build_object('startWall', o.start_wall, 'endWall', o.end_wall)) end))
        from app.date_overrides o
        where o.tenant_id = p.tenant_id and o.practitioner_id = p.id and o.on_date = ${date}::date), '[]') as overrides,
      coalesce((select json_agg(h.on_date) from app.holidays h
        where h.tenant_id = p.tenant_id and h.location_id = p.location_id and h.on_date = ${date}::date), '[]') as holidays,
      coalesce((select json_agg(json_build_object('startMinute', floor(extract(epoch from f.starts_at) / 60),
          'endMinute', ceil(extract(epoch from f.ends_at) / 60)))
        from app.time_off f where f.tenant_id = p.tenant_id and f.practitioner_id = p.id
          and f.starts_at < ${date}::timestamptz + interval '3 days'
          and f.ends_at > ${date}::timestamptz - interval '3 days'), '[]') as "timeOff"
    from app.practitioners p
    join app.locations l on l.tenant_id = p.tenant_id and l.id = p.location_id
    where p.tenant_id = ${tx.tenantId} and p.active`)
  return new Map(
    rows.map(({ id, zone, ...hours }) => [id, expandHours({ ...hours, fromDate: date, toDate: date }, zone)]),
  )
}
