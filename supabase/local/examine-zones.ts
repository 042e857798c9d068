import { type ZoneMismatch, zoneProbes } from "#lib/availability/check-zone-data"
import type { PromisedBooking } from "#lib/availability/list-affected-bookings"
import { withClient } from "./prepare-database.ts"

/** What Postgres says of the canaries: its version, and where its zone data disagree. */
export async function examineDatabaseZones(
  ownerUrl: string,
): Promise<{ version: string; mismatches: ZoneMismatch[] }> {
  const probes = zoneProbes()
  const { rows } = await withClient(ownerUrl, (client) =>
    client.query<{ wall: string; version: string }>(
      `select to_char(instant::timestamptz at time zone zone, 'YYYY-MM-DD"T"HH24:MI') as wall,
         current_setting('server_version') as version
       from unnest($1::text[], $2::text[]) with ordinality as probe (instant, zone, position) order by position`,
      [probes.map((probe) => probe.instant), probes.map((probe) => probe.zone)],
    ),
  )
  return {
    version: rows[0]?.version ?? "",
    mismatches: probes.flatMap((probe, index) => {
      const actual = rows[index]?.wall ?? "nothing"
      return actual === probe.expected ? [] : [{ ...probe, actual }]
    }),
  }
}

/** Every booking of every practice that is still to come, as it was promised. Only the owner may ask that. */
export async function readPromisedBookings(
  ownerUrl: string,
): Promise<{ bookings: PromisedBooking[]; slugs: Map<string, string> }> {
  return withClient(ownerUrl, async (client) => {
    const bookings = await client.query<{
      tenant_id: string
      id: string
      starts_at_ms: string
      wall_start: string
      zone: string
    }>(
      // A day back: a rule change may have moved today's into the past.
      `select tenant_id, id, extract(epoch from starts_at) * 1000 as starts_at_ms, wall_start, zone from app.bookings
       where starts_at > now() - interval '1 day' and state in ('held', 'pending', 'confirmed')
       order by tenant_id, starts_at, id`,
    )
    const tenants = await client.query<{ tenant_id: string; slug: string }>(
      "select tenant_id, slug from app.tenants",
    )
    return {
      bookings: bookings.rows.map((row) => ({
        tenantId: row.tenant_id,
        id: row.id,
        startsAtMs: Number(row.starts_at_ms),
        wallStart: row.wall_start,
        zone: row.zone,
      })),
      slugs: new Map(tenants.rows.map((row) => [row.tenant_id, row.slug])),
    }
  })
}
