import { randomUUID } from "node:crypto"
import { connect, createServer, type Socket } from "node:net"
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { z } from "zod"
import { ok, refused } from "#lib/base/outcome"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { action, type FormState } from "#lib/entry/action"
import { enterAsPerson } from "#lib/entry/enter-as-person"
import { glanceAtTenant } from "#lib/entry/glance"
import { job } from "#lib/entry/job"
import { openAction } from "#lib/entry/open-action"
import { page } from "#lib/entry/page"
import { personPage } from "#lib/entry/person-page"
import { route } from "#lib/entry/route"
import { listOwnPractices } from "#lib/members/list-own-practices"
import { currentSession } from "#lib/session/current-session"
import { signIn } from "#lib/session/sign-in"
import { openHouse } from "#tests/isolation/stage/open-house"
import { callRoute } from "#tests/support/call-route"

const jar = vi.hoisted(() => new Map<string, string>())
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }),
  cookies: async () => ({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string) => jar.set(name, value),
  }),
}))
vi.mock("next/navigation", () => {
  const leave =
    (kind: string) =>
    (to = "") => {
      throw new Error(`${kind}${to}`)
    }
  return { redirect: leave("redirect "), notFound: leave("not found"), forbidden: leave("forbidden") }
})

/** A wire to the database that can be cut and mended; only the application goes through it. */
const house = await openHouse()
const { port: databasePort, hostname } = new URL(house.database.appUrl)
const ends = new Set<Socket>()
const wire = createServer((near) => {
  const far = connect(Number(databasePort), hostname)
  for (const end of [near, far]) {
    ends.add(end)
    end.on("error", () => {})
    end.on("close", () => [near, far].map((one) => ends.delete(one.destroy())))
  }
  near.pipe(far).pipe(near)
})
const listen = (port: number) => new Promise<void>((resolve) => wire.listen(port, "127.0.0.1", resolve))
await listen(0)
const { port } = wire.address() as { port: number }
process.env.DATABASE_URL = house.database.appUrl.replace(`:${databasePort}/`, `:${port}/`)
async function cut() {
  const closed = new Promise((resolve) => wire.close(resolve))
  for (const end of ends) end.destroy()
  await closed
}
const mend = () => (wire.listening ? undefined : listen(port))

const { reception } = house.accounts
if (!reception) throw new Error("nobody")
await signIn(reception)
const cookies = [...jar]
beforeEach(() => {
  for (const [name, value] of cookies) jar.set(name, value)
})
afterEach(mend)
afterAll(async () => {
  await pool().end()
  await cut()
  await house.close()
})

const owned = async () => {
  const { rows } = await house.owner.query(`select (select count(*) from app.customers)::int as customers,
    (select count(*) from private.idempotency)::int as answers, (select count(*) from audit.log)::int as links`)
  return rows[0]
}
const input = z.object({ tenant: z.string(), name: z.string() })
const insert = (tenantId: string, name: string) =>
  sql`insert into app.customers (tenant_id, full_name, phone, source) values (${tenantId}, ${name}, '+49 30 1', 'desk')`
let inTheMiddle: (() => Promise<void>) | undefined
const addCustomer = action({
  name: "test:add",
  permission: "customers:write",
  input,
  run: async (tx, { name }) => {
    await tx.run(insert(tx.tenantId, name))
    await inTheMiddle?.()
    return ok(name)
  },
})
const idle: FormState<string> = { status: "idle" }
function form(tenant = "here"): FormData {
  const data = new FormData()
  const fields = { tenant, name: "Ada", password: "hunter2", idempotencyKey: randomUUID() }
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}
const arrival = (tenant: string) => ({
  params: Promise.resolve({ tenant }),
  searchParams: Promise.resolve({}),
})
const spec = {
  permission: "customers:read",
  input: z.object({ tenant: z.string() }),
  run: async () => ok("in"),
  view: (value: string) => value,
} as const

/** "there" has not been asked for yet, so finding the practice fails; "here" is remembered, so entering it does. */
describe.each(["there", "here"])("with the database away, at the door of %s", (tenant) => {
  beforeEach(async () => {
    if (tenant === "here") expect(await glanceAtTenant("here")).toMatchObject({ ok: true })
    await cut()
  })

  test("an action says so, keeps what was typed but the password, and has done nothing", async () => {
    const before = await owned()
    const answer = await addCustomer(idle, form(tenant))
    expect(answer).toMatchObject({ status: "refused", code: "UNAVAILABLE", typed: { tenant, name: "Ada" } })
    expect(JSON.stringify(answer)).not.toContain("hunter2")
    expect(await owned()).toEqual(before)
  })
  test("a page says so in its own words, or fails loudly: never that there is nothing here", async () => {
    expect(await page({ ...spec, refuse: (code) => `sorry: ${code}` })(arrival(tenant))).toBe(
      "sorry: UNAVAILABLE",
    )
    await expect(page(spec)(arrival(tenant))).rejects.toThrow("database unavailable")
  })
  test("a route answers 503 and when to come back", async () => {
    const read = route({ ...spec, name: "test:read", method: "GET" })
    const answer = await callRoute(read, { params: { tenant } })
    expect([answer.status, answer.json.code]).toEqual([503, "UNAVAILABLE"])
    expect(answer.headers.get("retry-after")).toBe("2")
  })
  test("a glance does not call it unknown", async () => {
    expect(await glanceAtTenant(tenant)).toMatchObject({ ok: false, code: "UNAVAILABLE" })
  })
})

describe("with the database away, before a practice is chosen", () => {
  beforeEach(cut)

  test("a person's page fails loudly, and signing in says so", async () => {
    const mine = personPage({ path: "/practices", run: listOwnPractices, view: () => "mine" })
    await expect(mine()).rejects.toThrow("database unavailable")
    const open = openAction({
      name: "test:open",
      input: z.object({ name: z.string() }),
      run: async () => {
        const session = await currentSession()
        return session ? enterAsPerson(session, listOwnPractices) : refused("NOT_SIGNED_IN")
      },
      next: () => "/practices",
    })
    expect(await open({ status: "idle" }, form())).toMatchObject({ code: "UNAVAILABLE" })
  })
  test("a surprise in the work is not called unavailable", async () => {
    await mend()
    const session = await currentSession()
    if (!session) throw new Error("nobody")
    const fail = () => enterAsPerson(session, async () => Promise.reject(new TypeError("a mistake")))
    await expect(fail()).rejects.toThrow("a mistake")
  })
})

describe("the wire is cut in the middle of the work", () => {
  test("nothing stays, and the same form works once it is mended", async () => {
    const [data, before] = [form(), await owned()]
    inTheMiddle = cut
    expect(await addCustomer(idle, data)).toMatchObject({ code: "UNAVAILABLE" })
    inTheMiddle = undefined
    expect(await owned()).toEqual(before)
    await mend()
    expect(await addCustomer(idle, data)).toEqual({ status: "done", value: "Ada" })
    expect(await addCustomer(idle, data)).toEqual({ status: "done", value: "Ada" })
    expect((await owned()).customers - before.customers).toBe(1)
  })
})

describe("jobs", () => {
  const delivered: string[] = []
  const tell = (concluded: "ok" | "refused" | "cut", ran: "ok" | "refused" = "ok") =>
    job({
      name: "test:tell",
      input: z.object({ tenantId: z.uuid() }),
      run: async () => (ran === "ok" ? ok("letter") : refused("NOT_FOUND")),
      deliver: async (letter) => {
        delivered.push(letter)
        if (concluded === "cut") await cut()
      },
      conclude: async () => (concluded === "refused" ? refused("NOT_FOUND") : ok(null)),
    })
  const payload = { tenantId: house.here.tenantId }
  beforeEach(() => {
    delivered.length = 0
  })

  test("delivers what was decided; a refusal ends the job, before or after", async () => {
    await tell("ok")(payload)
    await tell("refused")(payload)
    expect(delivered).toEqual(["letter", "letter"])
    await tell("ok", "refused")(payload)
    expect(delivered).toHaveLength(2)
    await expect(tell("ok")({ tenantId: "nobody" })).rejects.toThrow()
  })
  test("with the database away it fails, so that the queue tries again; nothing has left the house", async () => {
    await cut()
    await expect(tell("ok")(payload)).rejects.toThrow("database unavailable")
    expect(delivered).toEqual([])
  })
  test("away after the delivery: tried again, too", async () => {
    await expect(tell("cut")(payload)).rejects.toThrow("database unavailable")
    expect(delivered).toEqual(["letter"])
  })
})
