import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import { ok, refused } from "#lib/base/outcome"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { type Entrance, enter } from "#lib/entry/enter"
import { openStage } from "#tests/isolation/stage/open-stage"
import type { Planted } from "#tests/isolation/stage/plant-tenant"

const stage = await openStage()
const { here, there, superuser } = stage
afterAll(async () => {
  await pool().end()
  await stage.close()
})

type Write = "customers:write"
const mintKey = () => `key-${randomUUID()}`

/** An entrance of a member with a key and a request, as a door would make it. */
function entrance(
  change: Partial<Entrance<Write>> & {
    key?: string
    request?: unknown
    home?: Planted
    who?: "reception" | "owner"
  } = {},
): Entrance<Write> {
  const { key = mintKey(), request = { name: "Ada" }, home = here, who = "reception", ...rest } = change
  return {
    permission: "customers:write",
    kind: "member",
    tenantId: home.tenantId,
    actorId: home.people[who].userId,
    sessionId: home.people[who].sessionId,
    purpose: "test:write",
    requestId: randomUUID(),
    idempotency: { key, request },
    ...rest,
  }
}

let worked = 0
/** Writes one customer and answers with its id: doing it twice shows in the table and in the counter. */
async function writeCustomer(tx: Tx<Write>) {
  worked++
  const id = randomUUID()
  await tx.run(
    sql`insert into app.customers (tenant_id, id, full_name, phone, source) values (${tx.tenantId}, ${id}, 'Ada', '+49 30 1', 'desk')`,
  )
  return ok({ id })
}
const customers = async () =>
  Number((await superuser.query("select count(*) as n from app.customers")).rows[0].n)

describe("same key, same body", () => {
  test("gives the stored answer and does nothing again", async () => {
    const key = mintKey()
    const first = await enter(entrance({ key }), writeCustomer)
    const [before, count] = [worked, await customers()]
    for (let n = 0; n < 3; n++) expect(await enter(entrance({ key }), writeCustomer)).toEqual(first)
    expect([worked, await customers()]).toEqual([before, count])
  })

  test("whatever the order of its fields", async () => {
    const key = mintKey()
    const first = await enter(entrance({ key, request: { a: 1, b: { c: [1, 2], d: null } } }), writeCustomer)
    expect(
      await enter(entrance({ key, request: { b: { d: null, c: [1, 2] }, a: 1 } }), writeCustomer),
    ).toEqual(first)
  })

  test("a refusal is an answer too, and what was done before it is undone", async () => {
    const key = mintKey()
    const count = await customers()
    const refuse = async (tx: Tx<Write>) => {
      await writeCustomer(tx)
      return refused("SLOT_TAKEN", ["startsAt"])
    }
    expect(await enter(entrance({ key }), refuse)).toEqual(refused("SLOT_TAKEN", ["startsAt"]))
    expect(await enter(entrance({ key }), writeCustomer)).toEqual(refused("SLOT_TAKEN", ["startsAt"]))
    expect(await customers()).toBe(count)
  })

  test("a refusal by the database as well", async () => {
    const key = mintKey()
    const collide = async (tx: Tx<Write>) => {
      await tx.run(
        sql`insert into app.customers (tenant_id, full_name, phone, source) values (${there.tenantId}, 'X', '+49 30 1', 'desk')`,
      )
      return ok(null)
    }
    expect(await enter(entrance({ key }), collide)).toMatchObject({ ok: false, code: "FORBIDDEN" })
    expect(await enter(entrance({ key }), writeCustomer)).toMatchObject({ ok: false, code: "FORBIDDEN" })
  })
})

test("same key, other body: IDEMPOTENCY_MISMATCH, and nothing is done", async () => {
  const key = mintKey()
  await enter(entrance({ key, request: { name: "Ada" } }), writeCustomer)
  const before = worked
  expect(await enter(entrance({ key, request: { name: "Eve" } }), writeCustomer)).toMatchObject({
    code: "IDEMPOTENCY_MISMATCH",
  })
  expect(worked).toBe(before)
})

describe("at the same time", () => {
  test("the second is told that the first is in flight, over another connection", async () => {
    const key = mintKey()
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let started = () => {}
    const begun = new Promise<void>((resolve) => {
      started = resolve
    })
    const first = enter(entrance({ key }), async (tx: Tx<Write>) => {
      started()
      await gate
      return writeCustomer(tx)
    })
    await begun
    expect(await enter(entrance({ key }), writeCustomer)).toMatchObject({ code: "IDEMPOTENCY_IN_FLIGHT" })
    release()
    const answer = await first
    expect(answer.ok).toBe(true)
    expect(await enter(entrance({ key }), writeCustomer)).toEqual(answer)
  })

  test("of 24 at once one works; the others get its answer or are told to wait", async () => {
    const key = mintKey()
    const [before, count] = [worked, await customers()]
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => enter(entrance({ key }), writeCustomer)),
    )
    const ids = new Set(answers.flatMap((answer) => (answer.ok ? [answer.value.id] : [])))
    const refusals = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])))
    expect(ids.size).toBe(1)
    expect([...refusals].filter((code) => code !== "IDEMPOTENCY_IN_FLIGHT")).toEqual([])
    expect([worked - before, (await customers()) - count]).toEqual([1, 1])
  })
})

describe("after a crash", () => {
  test("a connection that is killed before COMMIT leaves neither the work nor the claim: it runs anew", async () => {
    const key = mintKey()
    const count = await customers()
    const killed = await enter(entrance({ key }), async (tx: Tx<Write>) => {
      const answer = await writeCustomer(tx)
      const me = await tx.first(sql<{ pid: number }>`select pg_backend_pid() as pid`)
      await superuser.query("select pg_terminate_backend($1)", [me?.pid])
      await new Promise((resolve) => setTimeout(resolve, 50))
      return answer
    })
    expect(killed).toMatchObject({ ok: false, code: "UNAVAILABLE" })
    expect(await customers()).toBe(count)
    const again = await enter(entrance({ key }), writeCustomer)
    expect(again.ok).toBe(true)
    expect(await customers()).toBe(count + 1)
    expect(await enter(entrance({ key }), writeCustomer)).toEqual(again)
    expect(await customers()).toBe(count + 1)
  })

  test("a surprise in the work keeps no answer", async () => {
    const key = mintKey()
    const broken = enter(entrance({ key }), async (tx: Tx<Write>) => {
      await writeCustomer(tx)
      throw new Error("a bug")
    })
    await expect(broken).rejects.toThrow("a bug")
    expect((await enter(entrance({ key }), writeCustomer)).ok).toBe(true)
  })
})

describe("a key counts for one tenant, one actor and one route", () => {
  test.each([
    ["another tenant", { home: there }],
    ["another actor", { who: "owner" as const }],
    ["another route", { purpose: "test:other" }],
  ])("%s: fresh", async (_title, change) => {
    const key = mintKey()
    const first = await enter(entrance({ key }), writeCustomer)
    const other = await enter(entrance({ key, ...change }), writeCustomer)
    expect([first.ok, other.ok]).toEqual([true, true])
    expect(other).not.toEqual(first)
  })

  test("another body in another scope is no mismatch: nothing is told about somebody else's key", async () => {
    const key = mintKey()
    await enter(entrance({ key, home: there, request: { a: 1 } }), writeCustomer)
    expect((await enter(entrance({ key, request: { a: 2 } }), writeCustomer)).ok).toBe(true)
  })

  test("a session that has ended gets no stored answer", async () => {
    const key = mintKey()
    await enter(entrance({ key, who: "owner" }), writeCustomer)
    const signedOut = entrance({ key, who: "owner", sessionId: randomUUID() })
    expect(await enter(signedOut, writeCustomer)).toMatchObject({ ok: false, code: "FORBIDDEN" })
  })
})

test("after 24 hours a key is fresh again, and old answers are swept", async () => {
  const key = mintKey()
  const first = await enter(entrance({ key }), writeCustomer)
  await superuser.query("update private.idempotency set created_at = now() - interval '23 hours 59 minutes'")
  expect(await enter(entrance({ key }), writeCustomer)).toEqual(first)
  await superuser.query("update private.idempotency set created_at = now() - interval '24 hours 1 minute'")
  const second = await enter(entrance({ key }), writeCustomer)
  expect(second.ok && first.ok && second.value.id !== first.value.id).toBe(true)
  for (let n = 0; n < 3; n++) await enter(entrance(), writeCustomer)
  const { rows } = await superuser.query(
    "select count(*)::int as n from private.idempotency where created_at < now() - interval '24 hours'",
  )
  expect(rows).toEqual([{ n: 0 }])
})

test("what is kept holds neither the key nor the answer in clear", async () => {
  const key = mintKey()
  const answer = await enter(entrance({ key }), writeCustomer)
  const { rows } = await superuser.query(
    "select string_agg(i::text || encode(i.sealed_answer, 'escape'), ' ') as everything from private.idempotency i",
  )
  const text = String(rows[0].everything)
  expect(answer.ok).toBe(true)
  for (const secret of [key, answer.ok ? answer.value.id : "", '"ok"', "Ada"])
    expect(text).not.toContain(secret)
})
