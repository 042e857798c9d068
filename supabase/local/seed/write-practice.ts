import { randomUUID } from "node:crypto"
import type pg from "pg"
import type { PlannedBooking, PlannedGroup } from "./fill-calendar.ts"
import type { SeedPractice } from "./practices.ts"

export interface PracticeIds {
  tenantId: string
  locationId: string
  practitioners: ReadonlyMap<string, string>
  services: ReadonlyMap<string, string>
  resources: readonly string[]
}

/** Rows as one JSON parameter: hundreds of bookings in one statement, one round trip. */
async function insertRows(
  client: pg.ClientBase,
  table: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
}

export async function writePractice(
  client: pg.ClientBase,
  practice: SeedPractice,
  tenantId: string,
  members: readonly { userId: string; role: string; displayName: string }[],
): Promise<PracticeIds> {
  const locationId = randomUUID()
  const practitioners = new Map(practice.practitioners.map((one) => [one.key, randomUUID()]))
  const services = new Map(practice.services.map((one) => [one.slug, randomUUID()]))
  const resources = practice.resources.map(() => randomUUID())
  const tenant = { tenant_id: tenantId }

  await insertRows(
    client,
    "app.tenants",
    "tenant_id, slug, name, locale, zone, currency, country, preset, accent, tagline, tagline_de, contact_email, contact_phone, notice_minutes, horizon_days, granularity_minutes, change_notice_minutes, hold_minutes, needs_approval, discreet, created_at",
    [
      {
        ...tenant,
        slug: practice.slug,
        name: practice.name,
        locale: practice.locale,
        zone: practice.zone,
        currency: practice.currency,
        country: practice.country,
        preset: practice.preset,
        accent: practice.accent,
        tagline: practice.tagline,
        tagline_de: practice.taglineDe,
        contact_email: `hello@${practice.slug}.example`,
        contact_phone: practice.contactPhone,
        notice_minutes: practice.policy.noticeMinutes,
        horizon_days: practice.policy.horizonDays,
        granularity_minutes: practice.policy.granularityMinutes,
        change_notice_minutes: 1440,
        hold_minutes: 10,
        needs_approval: false,
        discreet: true,
        created_at: new Date(),
      },
    ],
  )
  await insertRows(
    client,
    "app.memberships",
    "tenant_id, user_id, role, status, display_name, granted, withdrawn, created_at",
    members.map((one) => ({
      ...tenant,
      user_id: one.userId,
      role: one.role,
      status: "active",
      display_name: one.displayName,
      granted: [],
      withdrawn: [],
      created_at: new Date(),
    })),
  )
  await insertRows(client, "app.locations", "tenant_id, id, name, zone, address, active", [
    { ...tenant, id: locationId, zone: practice.zone, active: true, ...practice.location },
  ])
  await insertRows(
    client,
    "app.practitioners",
    "tenant_id, id, location_id, display_name, title, title_de, position, active",
    practice.practitioners.map((one, position) => ({
      ...tenant,
      id: practitioners.get(one.key),
      location_id: locationId,
      display_name: one.displayName,
      title: one.title,
      title_de: one.titleDe,
      position,
      active: true,
    })),
  )
  await insertRows(
    client,
    "app.weekly_hours",
    "tenant_id, id, practitioner_id, location_id, weekday, start_wall, end_wall",
    practice.practitioners.flatMap((one) =>
      Object.entries(one.hours).flatMap(([weekday, spans]) =>
        spans.map(([start_wall, end_wall]) => ({
          ...tenant,
          id: randomUUID(),
          practitioner_id: practitioners.get(one.key),
          location_id: locationId,
          weekday: Number(weekday),
          start_wall,
          end_wall,
        })),
      ),
    ),
  )
  await insertRows(
    client,
    "app.resources",
    "tenant_id, id, location_id, kind, name, active",
    practice.resources.map((one, i) => ({
      ...tenant,
      id: resources[i],
      location_id: locationId,
      active: true,
      ...one,
    })),
  )
  await insertRows(
    client,
    "app.services",
    "tenant_id, id, slug, name, name_de, description, description_de, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_cents, capacity, online, active, position",
    practice.services.map((one, position) => ({
      ...tenant,
      id: services.get(one.slug),
      slug: one.slug,
      name: one.name,
      name_de: one.nameDe,
      description: one.description,
      description_de: one.descriptionDe,
      duration_minutes: one.durationMinutes,
      buffer_before_minutes: one.bufferBeforeMinutes ?? 0,
      buffer_after_minutes: one.bufferAfterMinutes ?? 0,
      price_cents: one.priceCents,
      capacity: one.capacity ?? 1,
      online: true,
      active: true,
      position,
    })),
  )
  await insertRows(
    client,
    "app.service_practitioners",
    "tenant_id, service_id, practitioner_id",
    practice.services.flatMap((one) =>
      one.by.map((key) => ({
        ...tenant,
        service_id: services.get(one.slug),
        practitioner_id: practitioners.get(key),
      })),
    ),
  )
  await insertRows(
    client,
    "app.service_resource_kinds",
    "tenant_id, service_id, kind, quantity",
    practice.services.flatMap((one) =>
      (one.needs ?? []).map((kind) => ({ ...tenant, service_id: services.get(one.slug), kind, quantity: 1 })),
    ),
  )
  return { tenantId, locationId, practitioners, services, resources }
}

const iso = (minute: number) => new Date(minute * 60_000).toISOString()

export async function writeCalendar(
  client: pg.ClientBase,
  practice: SeedPractice,
  ids: PracticeIds,
  customerIds: readonly string[],
  planned: { bookings: readonly PlannedBooking[]; groups: readonly PlannedGroup[] },
): Promise<void> {
  const place = { tenant_id: ids.tenantId, location_id: ids.locationId, zone: practice.zone }
  const common = (one: PlannedBooking | PlannedGroup) => ({
    ...place,
    id: one.id,
    service_id: ids.services.get(one.service.slug),
    practitioner_id: ids.practitioners.get(one.practitioner),
    starts_at: iso(one.startMinute),
    ends_at: iso(one.endMinute),
    wall_start: one.wallStart,
  })
  await insertRows(
    client,
    "app.group_sessions",
    "tenant_id, id, service_id, practitioner_id, location_id, starts_at, ends_at, wall_start, zone, capacity, seats_taken",
    planned.groups.map((one) => ({ ...common(one), capacity: one.service.capacity, seats_taken: 0 })),
  )
  await insertRows(
    client,
    "app.bookings",
    "tenant_id, id, service_id, practitioner_id, location_id, customer_id, group_session_id, state, version, starts_at, ends_at, buffer_before_minutes, buffer_after_minutes, wall_start, zone, price_cents, currency, source, created_at, updated_at",
    planned.bookings.map((one) => ({
      ...common(one),
      customer_id: customerIds[one.customer],
      group_session_id: one.group ?? null,
      state: one.state === "pending" ? "pending" : "confirmed",
      version: 1,
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      price_cents: 0,
      currency: practice.currency,
      source: "desk",
      created_at: new Date(),
      updated_at: new Date(),
    })),
  )
  const allocation = (one: PlannedBooking | PlannedGroup, holder: object, subject: object) => ({
    tenant_id: ids.tenantId,
    id: randomUUID(),
    starts_at: iso(one.startMinute - (one.service.bufferBeforeMinutes ?? 0)),
    ends_at: iso(one.endMinute + (one.service.bufferAfterMinutes ?? 0)),
    ...holder,
    ...subject,
  })
  const single = planned.bookings.filter((one) => !one.group)
  const holders = [
    ...single.map((one) => [one, { booking_id: one.id }] as const),
    ...planned.groups.map((one) => [one, { group_session_id: one.id }] as const),
  ]
  await insertRows(
    client,
    "app.allocations",
    "tenant_id, id, booking_id, group_session_id, practitioner_id, resource_id, starts_at, ends_at",
    holders.flatMap(([one, holder]) => [
      allocation(one, holder, { practitioner_id: ids.practitioners.get(one.practitioner) }),
      ...one.resources.map((index) => allocation(one, holder, { resource_id: ids.resources[index] })),
    ]),
  )
  // Through the same steps as at the desk, so that history and freed times are the real ones.
  const move = async (state: string, wanted: readonly string[], reason: string | null = null) => {
    const moved = planned.bookings.filter((one) => wanted.includes(one.state)).map((one) => one.id)
    await client.query(
      "update app.bookings set state = $1, cancel_reason = $2 where tenant_id = $3 and id = any($4::uuid[])",
      [state, reason, ids.tenantId, moved],
    )
  }
  await move("arrived", ["completed"])
  await move("completed", ["completed"])
  await move("no-show", ["no-show"])
  await move("cancelled", ["cancelled"], "by_customer")
}
