// `npm run doctor`: do Node and Postgres know the zones as they are today, and which future bookings would now
// show another time on the wall than the one they were promised at? Ends with 1 when somebody has to act.
import { checkZoneData, nodeWallTime, type ZoneMismatch, zoneProbes } from "#lib/availability/check-zone-data"
import { listAffectedBookings } from "#lib/availability/list-affected-bookings"
import { examineDatabaseZones, readPromisedBookings } from "./examine-zones.ts"
import { findOwnerUrl, withAnyDatabase } from "./find-owner-url.ts"
import { runCommand } from "./plain-error.ts"

function reportZones(
  name: string,
  mismatches: readonly ZoneMismatch[],
  whatFollows: readonly string[],
): void {
  const total = zoneProbes().length
  if (mismatches.length === 0) {
    console.log(`✓ ${name}: all ${total} canaries agree`)
    return
  }
  console.log(`! ${name} is wrong: ${mismatches.length} of ${total} canaries disagree`)
  for (const { zone, instant, expected, actual } of mismatches) {
    console.log(`    ${zone} at ${instant}: the wall shows ${expected}, it says ${actual}`)
  }
  for (const line of whatFollows) console.log(`  ${line}`)
}

async function reportBookings(ownerUrl: string): Promise<number> {
  const { bookings, slugs } = await readPromisedBookings(ownerUrl)
  const affected = listAffectedBookings(bookings)
  if (affected.length === 0) {
    console.log(`✓ Bookings: all ${bookings.length} future ones keep the time that they were promised`)
    return 0
  }
  console.log(
    `! Bookings: a change of zone rules has moved ${affected.length} of ${bookings.length} future ones`,
  )
  for (const [tenantId, theirs] of Map.groupBy(affected, (one) => one.tenantId)) {
    console.log(`    ${slugs.get(tenantId) ?? tenantId} (${theirs.length})`)
    for (const { id, wallStart, zone, storedInstant, promisedInstant } of theirs) {
      const now = promisedInstant ?? "no instant at all"
      console.log(`      ${id}: promised ${wallStart} ${zone}; stored ${storedInstant}, now ${now}`)
    }
  }
  console.log(
    "  The promise is the time on the wall: move each of them at the desk, and the customer is told.",
  )
  return affected.length
}

await runCommand(async () => {
  const nodeFaults = checkZoneData(nodeWallTime)
  reportZones(`Node ${process.version} (zone data ${process.versions.tz ?? "unknown"})`, nodeFaults, [
    "All wall-clock arithmetic happens in Node: bookings in these zones are offered and mailed at the wrong time.",
    "Take a newer Node (package.json, devDependencies.node) before you take another booking.",
  ])
  const running = await findOwnerUrl()
  await withAnyDatabase(async (ownerUrl) => {
    const { version, mismatches } = await examineDatabaseZones(ownerUrl)
    reportZones(`Postgres ${version}`, mismatches, [
      "A warning, no more: Holdfast does no wall-clock arithmetic in SQL. Do not start with it here.",
    ])
  })
  if (nodeFaults.length > 0) console.log("- Bookings: not compared, because the measure itself is wrong")
  else if (!running) console.log("- Bookings: no database is running, so there were none to look at")
  const moved = running && nodeFaults.length === 0 ? await reportBookings(running) : 0
  return nodeFaults.length > 0 || moved > 0 ? 1 : 0
})
process.exit()
