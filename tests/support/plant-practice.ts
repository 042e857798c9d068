import { randomUUID } from "node:crypto"
import pg from "pg"
import { sealContext } from "../../lib/crypto/seal-context.ts"

/** A small practice for a test or a bench: open round the clock, so that every quarter of an hour is a slot. */
export interface PlantedPractice {
  tenantId: string
  slug: string
  locationId: string
  practitionerIds: readonly string[]
  /** 30 minutes, no buffers, no room. */
  plainServiceId: string
  /** 30 minutes, 10 minutes before and 5 after, one room of the kind "room". */
  roomServiceId: string
  roomIds: readonly string[]
  /** 60 minutes, eight seats. */
  groupServiceId: string
  reception: { actorId: string; sessionId: string }
}

export interface PlantOptions {
  slug?: string
  practitioners?: number
  rooms?: number
  zone?: string
  noticeMinutes?: number
}

/** Runs statements as the operator, the only one who founds practices: a sealed transaction of the owner. */
export async function asOperator<T>(
  ownerUrl: string,
  sealKey: string,
  tenantId: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on("error", () => {})
  await client.connect()
  try {
    const claims = { kind: "operator", tenantId, purpose: "plant", requestId: randomUUID() } as const
    await client.query("begin")
    await client.query("select set_config('app.seal', $1, true)", [
      sealContext(claims, Buffer.from(sealKey, "base64"), Date.now()),
    ])
    const result = await work(client)
    await client.query("commit")
    return result
  } finally {
    await client.end().catch(() => {})
  }
}

export async function plantPractice(
  database: { ownerUrl: string; sealKey: string },
  options: PlantOptions = {},
): Promise<PlantedPractice> {
  const { practitioners = 2, rooms = 2, zone = "Europe/Berlin", noticeMinutes = 0 } = options
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID())
  const practice: PlantedPractice = {
    tenantId: randomUUID(),
    slug: options.slug ?? `planted-${randomUUID().slice(0, 8)}`,
    locationId: randomUUID(),
    practitionerIds: ids(practitioners),
    plainServiceId: randomUUID(),
    roomServiceId: randomUUID(),
    groupServiceId: randomUUID(),
    roomIds: ids(rooms),
    reception: { actorId: randomUUID(), sessionId: randomUUID() },
  }
  const { tenantId, locationId, practitionerIds, roomIds, reception } = practice
  await asOperator(database.ownerUrl, database.sealKey, tenantId, async (client) => {
    await client.query(
      `insert into app.tenants (tenant_id, slug, name, zone, currency, country, preset, notice_minutes, horizon_days)
       values ($1, $2, 'Planted', $3, 'EUR', 'DE', 'clinic', $4, 365)`,
      [tenantId, practice.slug, zone, noticeMinutes],
    )
    await client.query(
      "insert into auth.users (id, aud, role, email) values ($1::uuid, 'authenticated', 'authenticated', $1::text || '@test.example')",
      [reception.actorId],
    )
    await client.query("insert into auth.sessions (id, user_id) values ($1, $2)", [
      reception.sessionId,
      reception.actorId,
    ])
    await client.query(
      "insert into app.memberships (tenant_id, user_id, role, display_name) values ($1, $2, 'reception', 'Reception')",
      [tenantId, reception.actorId],
    )
    await client.query("insert into app.locations (tenant_id, id, name, zone) values ($1, $2, 'Here', $3)", [
      tenantId,
      locationId,
      zone,
    ])
    await client.query(
      `insert into app.practitioners (tenant_id, id, location_id, display_name, position)
       select $1, id, $2, 'Practitioner ' || n, n from unnest($3::uuid[]) with ordinality as p(id, n)`,
      [tenantId, locationId, practitionerIds],
    )
    await client.query(
      `insert into app.weekly_hours (tenant_id, practitioner_id, location_id, weekday, start_wall, end_wall)
       select $1, p, $2, d, '00:00', '24:00' from unnest($3::uuid[]) p, generate_series(1, 7) d`,
      [tenantId, locationId, practitionerIds],
    )
    await client.query(
      `insert into app.resources (tenant_id, id, location_id, kind, name)
       select $1, id, $2, 'room', 'Room ' || n from unnest($3::uuid[]) with ordinality as r(id, n)`,
      [tenantId, locationId, roomIds],
    )
    await client.query(
      `insert into app.services (tenant_id, id, slug, name, duration_minutes, buffer_before_minutes, buffer_after_minutes,
         price_cents, capacity)
       values ($1, $2, 'plain', 'Plain', 30, 0, 0, 5000, 1), ($1, $3, 'room', 'Room', 30, 10, 5, 7000, 1),
         ($1, $4, 'group', 'Group', 60, 0, 0, 2000, 8)`,
      [tenantId, practice.plainServiceId, practice.roomServiceId, practice.groupServiceId],
    )
    await client.query(
      "insert into app.service_resource_kinds (tenant_id, service_id, kind) values ($1, $2, 'room')",
      [tenantId, practice.roomServiceId],
    )
    await client.query(
      `insert into app.service_practitioners (tenant_id, service_id, practitioner_id)
       select $1, s, p from unnest($2::uuid[]) s, unnest($3::uuid[]) p`,
      [tenantId, [practice.plainServiceId, practice.roomServiceId, practice.groupServiceId], practitionerIds],
    )
  })
  return practice
}
