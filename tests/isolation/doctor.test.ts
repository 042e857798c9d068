import { afterAll, describe, expect, it } from "vitest"
import { listAffectedBookings, type ResolveWallTime } from "#lib/availability/list-affected-bookings"
import { resolveWallTime } from "#lib/availability/wall-clock"
import { callRoute } from "#tests/support/call-route"
import { cloneDatabase } from "#tests/support/database"
import { plantPractice } from "#tests/support/plant-practice"
import { examineDatabaseZones, readPromisedBookings } from "../../supabase/local/examine-zones.ts"

const database = await cloneDatabase()
const berlin = await plantPractice(database, { zone: "Europe/Berlin" })
const vancouver = await plantPractice(database, { zone: "America/Vancouver" })
const holds = await import("../../app/api/v1/[tenant]/holds/route.ts")

afterAll(() => database.drop())

/** A government moves its clocks by an hour: all of Berlin, from today on. */
const afterTheDecree: ResolveWallTime = (date, wall, zone) => {
  const moment = resolveWallTime(date, wall, zone)
  return zone === "Europe/Berlin" && moment.kind === "unique"
    ? { kind: "unique", minute: moment.minute - 60 }
    : moment
}

describe("the doctor", () => {
  it("asks Postgres the same questions as Node, in their order", async () => {
    const { version, mismatches } = await examineDatabaseZones(database.ownerUrl)
    expect(version).toMatch(/^1[78]\./)
    // Which of the newest rules a Postgres knows depends on its build; the old ones every build knows.
    const old = mismatches.filter(({ instant }) => instant !== "2026-12-01T17:00:00Z")
    expect(old).toEqual([])
  })

  it("finds the bookings of every practice that a planted rule change has moved, and no others", async () => {
    const startsAt = `${new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`
    for (const { slug, plainServiceId } of [berlin, vancouver]) {
      const body = { serviceId: plainServiceId, startsAt }
      expect((await callRoute(holds.POST, { method: "POST", params: { tenant: slug }, body })).status).toBe(
        201,
      )
    }
    const { bookings, slugs } = await readPromisedBookings(database.ownerUrl)
    expect(bookings).toHaveLength(2)
    expect(listAffectedBookings(bookings)).toEqual([])
    const affected = listAffectedBookings(bookings, afterTheDecree)
    expect(affected.map(({ tenantId }) => slugs.get(tenantId))).toEqual([berlin.slug])
    expect(affected[0]?.storedInstant).toBe(new Date(startsAt).toISOString())
    expect(affected[0]?.promisedInstant).toBe(new Date(Date.parse(startsAt) - 3_600_000).toISOString())
  })
})
