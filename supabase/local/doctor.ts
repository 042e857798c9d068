// `npm run doctor`: do Node and Postgres know the zones as they are today, and which future bookings would now
// show another time on the wall than the one they were promised at?
import { checkZoneData, nodeWallTime, zoneProbes } from "#lib/availability/check-zone-data"
import { findOwnerUrl, withAnyDatabase } from "./find-owner-url.ts"
import { runCommand } from "./plain-error.ts"
import { withClient } from "./prepare-database.ts"

interface MovedBooking {
  slug: string
  id: string
  zone: string
  wall_start: string
  starts_at: Date
}

function report(
  name: string,
  mismatches: { zone: string; instant: string; expected: string; actual: string }[],
) {
  const total = zoneProbes().length
  if (mismatches.length === 0) {
    console.log(`✓ ${name}: all ${total} canaries agree`)
    return 0
  }
  console.log(`! ${name}: ${mismatches.length} of ${total} canaries disagree`)
  for (const { zone, instant, expected, actual } of mismatches) {
    console.log(`    ${zone} at ${instant}: expected ${expected}, got ${actual}`)
  }
  return mismatches.length
}

await runCommand(async () => {
  const probes = zoneProbes()
  const nodeFaults = report(`Node ${process.version}, tz ${process.versions.tz}`, checkZoneData(nodeWallTime))
  const running = await findOwnerUrl()
  const moved = await withAnyDatabase((ownerUrl) =>
    withClient(ownerUrl, async (client) => {
      const answers = await client.query<{ wall: string; version: string }>(
        `select to_char(instant::timestamptz at time zone zone, 'YYYY-MM-DD"T"HH24:MI') as wall, version() as version
           from unnest($1::text[], $2::text[]) with ordinality as probe (instant, zone, position) order by position`,
        [probes.map((probe) => probe.instant), probes.map((probe) => probe.zone)],
      )
      const mismatches = probes.flatMap((probe, index) => {
        const actual = answers.rows[index]?.wall ?? "nothing"
        return actual === probe.expected ? [] : [{ ...probe, actual }]
      })
      const version = /^PostgreSQL [\d.]+/.exec(answers.rows[0]?.version ?? "")?.[0] ?? "Postgres"
      const faults = report(version, mismatches)
      if (faults > 0) {
        console.log(
          "    Holdfast does no wall-clock arithmetic in SQL, so nothing depends on this; it is here to be known.",
        )
      }
      if (!running) return undefined
      const bookings = await client.query<MovedBooking>(
        `select t.slug, b.id, b.zone, b.wall_start, b.starts_at from app.bookings b join app.tenants t on t.id = b.tenant_id
          where b.starts_at > now() and b.state in ('held', 'pending', 'confirmed') order by b.starts_at`,
      )
      return {
        total: bookings.rows.length,
        rows: bookings.rows.filter(
          (row) => nodeWallTime(row.starts_at.toISOString(), row.zone) !== row.wall_start,
        ),
      }
    }),
  )
  if (!moved) console.log("- bookings: no stack is running, so none were looked at")
  else if (moved.rows.length === 0)
    console.log(`✓ bookings: all ${moved.total} future ones keep the time they were promised at`)
  else {
    console.log(`! bookings: a rule change has moved ${moved.rows.length} of ${moved.total} future ones`)
    for (const row of moved.rows) {
      const shows = nodeWallTime(row.starts_at.toISOString(), row.zone)
      console.log(`    ${row.slug} ${row.id}: promised ${row.wall_start} ${row.zone}, now shows ${shows}`)
    }
  }
  return nodeFaults > 0 || (moved?.rows.length ?? 0) > 0 ? 1 : 0
})
process.exit()
