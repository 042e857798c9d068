import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bookCaller } from "#lib/bookings/book-caller"
import { holdSlot } from "#lib/bookings/hold-slot"
import { pool } from "#lib/db/pool"
import { enter } from "#lib/entry/enter"
import { cloneDatabase } from "#tests/support/database"
import { asOperator, type PlantedPractice, plantPractice } from "#tests/support/plant-practice"
import { asGuest, asReception, noFaults, raceAll, readFaults, slotAt } from "#tests/support/race-bookings"

process.env.DATABASE_POOL_SIZE = "24"
const database = await cloneDatabase()
let practice: PlantedPractice

beforeAll(async () => {
  practice = await plantPractice(database, { practitioners: 4, rooms: 2, zone: "Etc/UTC" })
})
afterAll(async () => {
  await pool().end()
  await database.drop()
})

const hold = (serviceId: string, startsAt: Date, practitionerId?: string) => () =>
  enter({ ...asGuest(practice), link: "mint" }, (tx) =>
    holdSlot(tx, { serviceId, practitionerId, startsAt, source: "public" }),
  )

describe("rooms are as exclusive as people", () => {
  it("four free practitioners and two rooms: never more than two, and two once everybody has tried again", async () => {
    const startsAt = slotAt(8)
    const round = () =>
      raceAll(
        Array.from({ length: 16 }, (_, i) =>
          hold(practice.roomServiceId, startsAt, practice.practitionerIds[i % 4]),
        ),
      )
    const first = await round()
    const second = await round()
    expect(first.won.length).toBeGreaterThanOrEqual(1)
    expect(first.won.length + second.won.length).toBe(2)
    expect(Object.keys({ ...first.refusals, ...second.refusals })).toEqual(["SLOT_TAKEN"])
  })

  it("buffers count: the quarter before and after a room's booking is refused to both", async () => {
    // 10 minutes before and 5 after: neighbours less than half an hour and a quarter away do not fit.
    const practitionerId = practice.practitionerIds[0]
    const { won } = await raceAll(
      [40, 41, 42].map((slot) => hold(practice.roomServiceId, slotAt(slot), practitionerId)),
    )
    expect(won).toHaveLength(1)
  })
})

describe("seats of a group", () => {
  it("eight of thirty: guests and callers at once, never nine", async () => {
    const startsAt = slotAt(60)
    await asOperator(database.ownerUrl, database.sealKey, practice.tenantId, async (client) => {
      const endsAt = new Date(startsAt.getTime() + 3_600_000)
      const made = await client.query(
        `insert into app.group_sessions (tenant_id, service_id, practitioner_id, location_id, starts_at, ends_at, wall_start, zone, capacity)
         values ($1, $2, $3, $4, $5, $6, $7, 'Etc/UTC', 8) returning id`,
        [
          practice.tenantId,
          practice.groupServiceId,
          practice.practitionerIds[3],
          practice.locationId,
          startsAt,
          endsAt,
          startsAt.toISOString().slice(0, 16),
        ],
      )
      await client.query(
        "insert into app.allocations (tenant_id, group_session_id, practitioner_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)",
        [practice.tenantId, made.rows[0].id, practice.practitionerIds[3], startsAt, endsAt],
      )
    })
    const caller = { fullName: "Grace Hopper", phone: "+49 30 5550 200", locale: "en" } as const
    const atTheDesk = () =>
      enter(asReception(practice, "bookings:write"), (tx) =>
        bookCaller(tx, { serviceId: practice.groupServiceId, startsAt, caller }),
      )
    const { won, refusals } = await raceAll<unknown>(
      Array.from({ length: 30 }, (_, i) => (i % 2 ? atTheDesk : hold(practice.groupServiceId, startsAt))),
    )
    expect(won).toHaveLength(8)
    expect(refusals).toEqual({ SLOT_TAKEN: 22 })
  })

  it("nothing overlaps, no seat is miscounted, nothing deadlocked", async () => {
    expect(await readFaults(database.superuserUrl, practice.tenantId)).toEqual(noFaults)
  })
})
