import "server-only"
import type { DateOverride, WeeklyHours } from "#lib/availability/expand-hours"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type SchedulePower =
  | "public:read"
  | "public:book"
  | "schedule:read"
  | "bookings:read"
  | "bookings:write"
  | "jobs:run"

export type SchedulePractitioner = {
  readonly id: string
  readonly displayName: string
  readonly locationId: string
  readonly zone: string
  readonly weeklyHours: readonly WeeklyHours[]
  readonly overrides: readonly DateOverride[]
  readonly holidays: readonly string[]
  readonly timeOff: readonly { startMinute: number; endMinute: number }[]
}

/** Everything but the busy times that decides when one service can be booked. */
export type Schedule = {
  /** Of the practice's whole schedule (`app.schedule_version`), in the snapshot that this was read in. */
  readonly version: string | null
  readonly service: {
    readonly id: string
    readonly durationMinutes: number
    readonly bufferBeforeMinutes: number
    readonly bufferAfterMinutes: number
    readonly capacity: number
  }
  readonly policy: {
    readonly noticeMinutes: number
    readonly horizonDays: number
    readonly granularityMinutes: number
    readonly changeNoticeMinutes: number
    readonly holdMinutes: number
    readonly needsApproval: boolean
  }
  readonly practitioners: readonly SchedulePractitioner[]
  readonly pools: readonly {
    readonly kind: string
    readonly needed: number
    readonly resources: readonly { readonly id: string; readonly locationId: string }[]
  }[]
}

/** Reads the schedule of a service in one query; undefined when the service cannot be seen or is not active. */
export async function readSchedule(
  tx: Tx<SchedulePower>,
  serviceId: string,
  fromDate: string,
  toDate: string,
): Promise<Schedule | undefined> {
  const row = await tx.first(sql<{ schedule: Schedule }>`
    select json_build_object('version', (select app.schedule_version())::text,
      'service', json_build_object('id', s.id, 'durationMinutes', s.duration_minutes,
        'bufferBeforeMinutes', s.buffer_before_minutes, 'bufferAfterMinutes', s.buffer_after_minutes,
        'capacity', s.capacity),
      'policy', (select json_build_object('noticeMinutes', t.notice_minutes, 'horizonDays', t.horizon_days,
          'granularityMinutes', t.granularity_minutes, 'changeNoticeMinutes', t.change_notice_minutes,
          'holdMinutes', t.hold_minutes, 'needsApproval', t.needs_approval)
        from app.tenants t where t.tenant_id = s.tenant_id),
      'practitioners', coalesce((
        select json_agg(json_build_object('id', p.id, 'displayName', p.display_name, 'locationId', p.location_id,
          'zone', l.zone,
          'weeklyHours', coalesce((select json_agg(json_build_object('weekday', w.weekday, 'startWall', w.start_wall,
              'endWall', w.end_wall)) from app.weekly_hours w
            where w.tenant_id = p.tenant_id and w.practitioner_id = p.id and w.location_id = p.location_id), '[]'),
          'overrides', coalesce((select json_agg(json_build_object('date', o.on_date, 'hours', o.hours)) from (
              select d.on_date, coalesce(json_agg(json_build_object('startWall', d.start_wall, 'endWall', d.end_wall))
                filter (where d.start_wall is not null), '[]') as hours
              from app.date_overrides d
              where d.tenant_id = p.tenant_id and d.practitioner_id = p.id
                and d.on_date between ${fromDate}::date and ${toDate}::date
              group by d.on_date) o), '[]'),
          'holidays', coalesce((select json_agg(h.on_date) from app.holidays h
            where h.tenant_id = p.tenant_id and h.location_id = p.location_id
              and h.on_date between ${fromDate}::date and ${toDate}::date), '[]'),
          'timeOff', coalesce((select json_agg(json_build_object(
              'startMinute', floor(date_part('epoch', f.starts_at) / 60),
              'endMinute', ceil(date_part('epoch', f.ends_at) / 60)))
            from app.time_off f
            where f.tenant_id = p.tenant_id and f.practitioner_id = p.id
              and f.starts_at < ${toDate}::timestamptz + interval '3 days'
              and f.ends_at > ${fromDate}::timestamptz - interval '3 days'), '[]')
        ) order by p.position, p.id)
        from app.service_practitioners sp
        join app.practitioners p on p.tenant_id = sp.tenant_id and p.id = sp.practitioner_id and p.active
        join app.locations l on l.tenant_id = p.tenant_id and l.id = p.location_id
        where sp.tenant_id = s.tenant_id and sp.service_id = s.id), '[]'),
      'pools', coalesce((
        select json_agg(json_build_object('kind', k.kind, 'needed', k.quantity, 'resources', coalesce((
            select json_agg(json_build_object('id', r.id, 'locationId', r.location_id) order by r.id)
            from app.resources r where r.tenant_id = k.tenant_id and r.kind = k.kind and r.active), '[]')))
        from app.service_resource_kinds k
        where k.tenant_id = s.tenant_id and k.service_id = s.id), '[]')
    ) as schedule
    from app.services s
    where s.tenant_id = ${tx.tenantId} and s.id = ${serviceId} and s.active`)
  return row?.schedule
}
