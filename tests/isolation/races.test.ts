import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bookCaller } from "#lib/bookings/book-caller"
import { holdSlot } from "#lib/bookings/hold-slot"
import { pool } from "#lib/db/pool"
import { enter } from "#lib/entry/enter"
import { cloneDatabase } from "#tests/support/database"
import { type PlantedPractice, plantPractice } from "#tests/support/plant-practice"
import { asGuest, asReception, noFaults, raceAll, readFaults, slotAt } from "#tests/support/race-bookings"

// As many connections as contenders, or the pool would queue them up and there would be no race.
process.env.DATABASE_POOL_SIZE = "24"
const database = await cloneDatabase()
let practice: PlantedPractice

beforeAll(async () => {
  practice = await plantPractice(database, { practitioners: 3 })
})
afterAll(async () => {
  await pool().end()
  await database.drop()
})

const byGuest = (startsAt: Date, practitionerId?: string) => () =>
  enter({ ...asGuest(practice), link: "mint" }, (tx) =>
    holdSlot(tx, { serviceId: practice.plainServiceId, practitionerId, startsAt, source: "api" }),
  )
const atTheDesk = (startsAt: Date, practitionerId?: string) => () =>
  enter(asReception(practice, "bookings:write"), (tx) =>
    bookCaller(tx, {
      serviceId: practice.plainServiceId,
      practitionerId,
      startsAt,
      caller: { fullName: "Ada Lovelace", phone: "+49 30 5550 100", locale: "en" },
    }),
  )
/** Half of them guests, half of them callers at the desk. */
const contenders = (count: number, startsAt: Date, practitionerId?: string) =>
  Array.from({ length: count }, (_, i) => (i % 2 ? byGuest : atTheDesk)(startsAt, practitionerId))

describe("two people get the same slot", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "never: twenty contenders, one of them wins (round %i)",
    async (round) => {
      const { won, refusals } = await raceAll<unknown>(
        contenders(20, slotAt(round * 4), practice.practitionerIds[0]),
      )
      expect(won).toHaveLength(1)
      expect(refusals).toEqual({ SLOT_TAKEN: 19 })
    },
  )

  it("with anyone of three, three of twenty win, each another person", async () => {
    const { won, refusals } = await raceAll<unknown>(contenders(20, slotAt(60)))
    expect(won).toHaveLength(3)
    expect(refusals).toEqual({ SLOT_TAKEN: 17 })
  })

  it("with starts that overlap, no two of the winners do", async () => {
    const starts = [100, 101, 102, 103, 104].flatMap((slot) =>
      contenders(4, slotAt(slot), practice.practitionerIds[1]),
    )
    const { won, refusals } = await raceAll<unknown>(starts)
    expect(won.length).toBeGreaterThanOrEqual(2)
    expect(won.length).toBeLessThanOrEqual(3)
    expect(refusals).toEqual({ SLOT_TAKEN: 20 - won.length })
  })

  it("and a refusal leaves nothing behind, not even the caller's name", async () => {
    const client = new pg.Client({ connectionString: database.superuserUrl })
    await client.connect()
    const left = await client.query(
      `select (select count(*)::int from app.customers c where tenant_id = $1) as customers,
         (select count(*)::int from app.bookings b where tenant_id = $1 and source = 'desk') as bookings`,
      [practice.tenantId],
    )
    await client.end()
    expect(left.rows[0].customers).toBe(left.rows[0].bookings)
  })

  it("nothing overlaps, nothing deadlocked, the log verifies", async () => {
    expect(await readFaults(database.superuserUrl, practice.tenantId)).toEqual(noFaults)
  })
})

describe("the naive control: look first, insert then", () => {
  /** Every contender looks before anybody inserts, as happens to two people who press at the same moment. */
  async function race(insert: string): Promise<number> {
    const clients = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = new pg.Client({ connectionString: database.superuserUrl })
        await client.connect()
        return client
      }),
    )
    try {
      const saw = await Promise.all(
        clients.map(async (client) => {
          await client.query("begin")
          return (await client.query("select from naive.bookings where slot && '[10,20)'")).rowCount === 0
        }),
      )
      await Promise.all(
        clients.map(async (client, i) => {
          if (saw[i]) await client.query(insert)
          await client.query("commit")
        }),
      )
      const kept = await clients[0]?.query("delete from naive.bookings returning slot")
      return kept?.rowCount ?? 0
    } finally {
      await Promise.all(clients.map((client) => client.end()))
    }
  }

  beforeAll(async () => {
    const client = new pg.Client({ connectionString: database.superuserUrl })
    await client.connect()
    await client.query("create schema naive; create table naive.bookings (slot int4range not null)")
    await client.end()
  })

  it("books the same time twenty times over", async () => {
    expect(await race("insert into naive.bookings values ('[10,20)')")).toBe(20)
  })

  it("and once, when the constraint is there and the insert waits for it", async () => {
    const client = new pg.Client({ connectionString: database.superuserUrl })
    await client.connect()
    await client.query("alter table naive.bookings add exclude using gist (slot with &&)")
    await client.end()
    expect(await race("insert into naive.bookings values ('[10,20)') on conflict do nothing")).toBe(1)
  })
})
