import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import { openPool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { withTransaction } from "#lib/db/transaction"
import { claimsOf } from "#tests/isolation/stage/actors"
import { openStage } from "#tests/isolation/stage/open-stage"
import { type Planted, plantTenant } from "#tests/isolation/stage/plant-tenant"

const stage = await openStage()
const practices: Planted[] = [stage.here, stage.there]
for (let n = 3; n <= 8; n++) practices.push(await plantTenant(stage.owner, stage.sealKey, `practice${n}`))
const pool = openPool(stage.database.appUrl, 1)
afterAll(async () => {
  await pool.end()
  await stage.close()
})

/** The first two are for everybody. */
const questions = [
  sql<{ tenant_id: string }>`select tenant_id from app.tenants`,
  sql<{ tenant_id: string }>`select app.tenant_id() as tenant_id`,
  sql<{ tenant_id: string }>`select tenant_id from app.bookings`,
  sql<{ tenant_id: string }>`select tenant_id from app.customers`,
  sql<{ tenant_id: string }>`select tenant_id from app.booking_links`,
]

describe("TRAP pooled connections leak: 10,000 interleaved requests on a pool of one", () => {
  test("never see another practice, whether the one before succeeded, threw, was refused or broke its transaction", async () => {
    const kinds = ["owner", "reception", "guest-view", "guest", "job", "signed-out"] as const
    const foreign: string[] = []
    let answered = 0
    let next = 0
    async function customer(): Promise<void> {
      while (next < 10_000) {
        const n = next++
        const home = practices[(n * 7 + (n >> 3)) % practices.length] as Planted
        const actor = kinds[(n * 5 + (n >> 4)) % kinds.length] ?? "guest"
        const question = questions[
          n % (actor.startsWith("guest") ? 2 : questions.length)
        ] as (typeof questions)[number]
        const claims = { ...claimsOf(actor, home, stage.there), requestId: randomUUID() }
        try {
          await withTransaction(
            pool,
            {
              claims,
              permission: actor.startsWith("guest")
                ? "public:read"
                : actor === "job"
                  ? "jobs:run"
                  : "practice:read",
              sealKey: stage.sealKey,
              now: new Date(),
            },
            async (tx) => {
              // Some requests misbehave, so that the connection comes back from every state.
              if (n % 97 === 0) throw new Error("the caller gave up")
              if (n % 89 === 0) await tx.all(sql`select 1 / 0`)
              if (n % 83 === 0)
                await tx.run(
                  sql`select set_config('app.seal', 'left behind', false), set_config('role', 'app_guest', false)`,
                )
              const rows = n % 83 === 0 ? [] : await tx.all(question)
              answered += rows.length
              for (const row of rows)
                if (row.tenant_id !== home.tenantId) foreign.push(`${n} ${actor}: ${row.tenant_id}`)
            },
          )
        } catch (error) {
          const expected = n % 97 === 0 || n % 89 === 0 || actor === "signed-out"
          if (!expected) throw error
        }
      }
    }
    await Promise.all(Array.from({ length: 32 }, customer))
    expect(foreign).toEqual([])
    // Not vacuous: most requests had something to see.
    expect(answered).toBeGreaterThan(8_000)
  })

  test("afterwards the connection alone sees nothing, whatever settings somebody left on it", async () => {
    for (const table of ["app.tenants", "app.bookings", "app.customers"]) {
      const seen = await pool.query(`select * from ${table}`).then(
        ({ rowCount }) => rowCount,
        (error) => error.code,
      )
      expect([table, seen]).toEqual([table, expect.toBeOneOf([0, "42501"])])
    }
  })
})
