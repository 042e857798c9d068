import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Outcome } from "#lib/base/outcome"
import { bookCaller } from "#lib/bookings/book-caller"
import { cancelBooking } from "#lib/bookings/cancel-booking"
import { confirmHold } from "#lib/bookings/confirm-hold"
import { holdSlot } from "#lib/bookings/hold-slot"
import { moveBooking } from "#lib/bookings/move-booking"
import { pool } from "#lib/db/pool"
import { enter } from "#lib/entry/enter"
import { cloneDatabase } from "#tests/support/database"
import { asOperator, type PlantedPractice, plantPractice } from "#tests/support/plant-practice"
import { asGuest, asReception, noFaults, raceAll, readFaults, slotAt } from "#tests/support/race-bookings"

process.env.DATABASE_POOL_SIZE = "24"
const database = await cloneDatabase()
const root = new pg.Client({ connectionString: database.superuserUrl })
let practice: PlantedPractice

beforeAll(async () => {
  await root.connect()
  practice = await plantPractice(database, { practitioners: 1 })
})
afterAll(async () => {
  await root.end()
  await pool().end()
  await database.drop()
})

const hold = (startsAt: Date) =>
  enter({ ...asGuest(practice), link: "mint" }, (tx) =>
    holdSlot(tx, { serviceId: practice.plainServiceId, startsAt, source: "public" }),
  )
const confirm = (holdToken: string) =>
  enter(asGuest(practice, holdToken), (tx) =>
    confirmHold(tx, { fullName: "Ada Lovelace", email: "ada@example.org", locale: "en", source: "public" }),
  )
const book = (startsAt: Date) =>
  enter(asReception(practice, "bookings:write"), (tx) =>
    bookCaller(tx, {
      serviceId: practice.plainServiceId,
      startsAt,
      caller: { fullName: "Grace Hopper", phone: "+49 30 5550 300", locale: "en" },
    }),
  )
const move = (bookingId: string, version: number, startsAt: Date) =>
  enter(asReception(practice, "bookings:write"), (tx) => moveBooking(tx, { bookingId, version, startsAt }))

async function must<T>(outcome: Promise<Outcome<T, string>>): Promise<T> {
  const settled = await outcome
  if (!settled.ok) throw new Error(settled.code)
  return settled.value
}
const startsAtOf = async (bookingId: string) =>
  (await root.query("select starts_at from app.bookings where id = $1", [bookingId])).rows[0]
    .starts_at as Date

describe("moving against booking", () => {
  it.each([0, 1, 2, 3, 4])(
    "the wanted time has one owner, and a mover who lost is where he was (round %i)",
    async (round) => {
      const [from, to] = [slotAt(round * 10), slotAt(round * 10 + 4)]
      const { bookingId } = await must(book(from))
      const { won } = await raceAll<unknown>([
        ...Array.from({ length: 5 }, () => () => move(bookingId, 1, to)),
        ...Array.from({ length: 5 }, () => () => book(to)),
      ])
      expect(won).toHaveLength(1)
      const owners = await root.query(
        "select booking_id from app.allocations where tenant_id = $1 and starts_at = $2 and released_at is null",
        [practice.tenantId, to],
      )
      expect(owners.rowCount).toBe(1)
      const moved = owners.rows[0].booking_id === bookingId
      expect(await startsAtOf(bookingId)).toEqual(moved ? to : from)
    },
  )

  it("two that change places at once: each is refused or served, neither is lost", async () => {
    const [a, b] = [slotAt(60), slotAt(64)]
    const [one, two] = [await must(book(a)), await must(book(b))]
    const { won } = await raceAll([() => move(one.bookingId, 1, b), () => move(two.bookingId, 1, a)])
    expect(won).toHaveLength(0)
    expect(await startsAtOf(one.bookingId)).toEqual(a)
    expect(await startsAtOf(two.bookingId)).toEqual(b)
  })

  it("one change of one version: of moves and cancellations at once, one is served and the rest are stale", async () => {
    const { bookingId } = await must(book(slotAt(70)))
    const cancel = () =>
      enter(asReception(practice, "bookings:write"), (tx) => cancelBooking(tx, { bookingId, version: 1 }))
    const { won, refusals } = await raceAll<unknown>([
      ...Array.from({ length: 6 }, (_, i) => () => move(bookingId, 1, slotAt(74 + 4 * i))),
      ...Array.from({ length: 6 }, () => cancel),
    ])
    expect(won).toHaveLength(1)
    expect(refusals).toEqual({ STALE: 11 })
  })
})

describe("a hold that runs out against its confirmation", () => {
  it.each([0, 1, 2, 3, 4, 5])("belongs to one of them (round %i)", async (round) => {
    const startsAt = slotAt(120 + round * 4)
    const held = await must(hold(startsAt))
    // Runs out while the race is on; its link does not, so that the hold itself must refuse.
    await asOperator(database.ownerUrl, database.sealKey, practice.tenantId, async (client) => {
      const soon = new Date(Date.now() + 120)
      await client.query("update app.bookings set hold_expires_at = $2 where id = $1", [held.bookingId, soon])
      await client.query("update app.allocations set hold_expires_at = $2 where booking_id = $1", [
        held.bookingId,
        soon,
      ])
    })
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const contenders = [80, 100, 110, 118, 122, 130, 150, 200].flatMap((ms, i) => [
      async () => {
        await pause(ms)
        return i % 2 ? book(startsAt) : hold(startsAt)
      },
      async () => {
        await pause(ms)
        return confirm(held.holdToken)
      },
    ])
    const { won, refusals } = await raceAll<unknown>(contenders)
    expect(["SLOT_TAKEN", "HOLD_EXPIRED"]).toEqual(expect.arrayContaining(Object.keys(refusals)))
    // All may lose to a confirmation that comes too late while they look: then the next one has it.
    const next = await raceAll<unknown>([() => book(startsAt)])
    expect(won.length + next.won.length).toBe(1)
    const owners = await root.query(
      "select from app.allocations where tenant_id = $1 and starts_at = $2 and released_at is null",
      [practice.tenantId, startsAt],
    )
    expect(owners.rowCount).toBe(1)
  })

  it("confirmed twice at once is one booking", async () => {
    const held = await must(hold(slotAt(160)))
    const { won, refusals } = await raceAll(Array.from({ length: 12 }, () => () => confirm(held.holdToken)))
    expect(won).toHaveLength(1)
    expect(refusals).toEqual({ HOLD_EXPIRED: 11 })
  })
})

it("afterwards nothing overlaps, nothing is held for nobody, and the log verifies", async () => {
  // Two that change places wait for each other: Postgres ends one of them, and the door runs it again.
  const { deadlocks: _, ...faults } = await readFaults(database.superuserUrl, practice.tenantId)
  const { deadlocks: __, ...none } = noFaults
  expect(faults).toEqual(none)
})
