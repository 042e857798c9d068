import type { Planted } from "#tests/isolation/stage/plant-tenant"

type Insert = (table: string, row: Record<string, unknown>) => Promise<void>

/** One row in each table of the schedule, for the first practitioner. */
export async function plantSchedule(insert: Insert, p: Planted): Promise<void> {
  const t = p.tenantId
  const [practitionerId] = p.practitionerIds
  await insert("app.weekly_hours", {
    tenant_id: t,
    practitioner_id: practitionerId,
    location_id: p.locationId,
    weekday: 1,
    start_wall: "09:00",
    end_wall: "17:00",
  })
  await insert("app.date_overrides", {
    tenant_id: t,
    practitioner_id: practitionerId,
    on_date: "2030-01-01",
  })
  await insert("app.time_off", {
    tenant_id: t,
    practitioner_id: practitionerId,
    starts_at: new Date(p.day.getTime() - 2_000 * 60_000),
    ends_at: new Date(p.day.getTime() - 1_900 * 60_000),
  })
  await insert("app.holidays", {
    tenant_id: t,
    location_id: p.locationId,
    on_date: "2030-12-25",
    name: "Christmas",
  })
}
