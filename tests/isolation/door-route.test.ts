import { randomUUID } from "node:crypto"
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest"
import { z } from "zod"
import { ok, refused } from "#lib/base/outcome"
import { refusals } from "#lib/base/refusals"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { action, type FormState } from "#lib/entry/action"
import { route } from "#lib/entry/route"
import { signIn } from "#lib/session/sign-in"
import { openHouse } from "#tests/isolation/stage/open-house"
import { type Call, callRoute } from "#tests/support/call-route"

const ours = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }
const browser = vi.hoisted(() => ({ jar: new Map<string, string>(), headers: new Headers() }))
vi.mock("next/headers", () => ({
  headers: async () => browser.headers,
  cookies: async () => ({
    getAll: () => [...browser.jar].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string) => browser.jar.set(name, value),
  }),
}))

const house = await openHouse()
/** Everybody's cookies, from a real sign-in each. */
const cookiesOf = new Map<string, [string, string][]>()
for (const [name, account] of Object.entries(house.accounts)) {
  browser.jar.clear()
  const session = await signIn(account)
  if (!session.ok) throw new Error(`${name}: ${session.code}`)
  cookiesOf.set(name, [...browser.jar])
}
await house.owner.query("delete from auth.sessions where user_id = $1", [house.accounts.signedOut?.userId])
afterAll(async () => {
  await pool().end()
  await house.close()
})
function be(name: string | undefined) {
  browser.jar.clear()
  for (const [cookie, value] of cookiesOf.get(name ?? "") ?? []) browser.jar.set(cookie, value)
}
beforeEach(() => {
  browser.headers = new Headers(ours)
  be("reception")
})

/** What a refusal must leave as it was. */
const owned = async () => {
  const { rows } = await house.owner.query(`select (select count(*) from app.customers)::int as customers,
    (select count(*) from private.idempotency)::int as answers, (select count(*) from audit.log)::int as links`)
  return rows[0]
}
let gate: { started: () => void; open: Promise<void> } | undefined
const spec = {
  name: "test:add",
  permission: "customers:write",
  input: z.object({ tenant: z.string().max(60), name: z.string().min(1) }),
  run: async (
    tx: { tenantId: string; run(statement: unknown): Promise<number> },
    input: { name: string },
  ) => {
    gate?.started()
    await gate?.open
    await tx.run(
      sql`insert into app.customers (tenant_id, full_name, phone, source) values (${tx.tenantId}, ${input.name}, '+49 30 1', 'desk')`,
    )
    return input.name === "taken" ? refused("SLOT_TAKEN", ["name"]) : ok({ name: input.name })
  },
} as const
const post = route({ ...spec, method: "POST", status: 201 })
const add = (call: Partial<Call> = {}) =>
  callRoute(post, {
    method: "POST",
    params: { tenant: "here" },
    body: { name: "Ada" },
    headers: ours,
    ...call,
  })
const submit = action(spec)
function form(name = "Ada", idempotencyKey: string = randomUUID()): FormData {
  const data = new FormData()
  for (const [field, value] of Object.entries({ tenant: "here", name, idempotencyKey }))
    data.append(field, value)
  return data
}
const idle: FormState<{ name: string }> = { status: "idle" }

describe("a route of the desk", () => {
  test("works once per key; the answer is given again, with an id of its own", async () => {
    const before = await owned()
    const key = randomUUID()
    const [first, again] = [await add({ key }), await add({ key })]
    expect([first.status, first.json, again.status, again.json]).toEqual([
      201,
      { name: "Ada" },
      201,
      first.json,
    ])
    expect(first.headers.get("cache-control")).toBe("no-store")
    expect(first.headers.get("x-request-id")).not.toBe(again.headers.get("x-request-id"))
    expect((await owned()).customers - before.customers).toBe(1)
  })

  const key = randomUUID()
  const cases: [string, keyof typeof refusals, string | undefined, Partial<Call>][] = [
    ["nobody", "NOT_SIGNED_IN", undefined, {}],
    [
      "nobody, of no practice: the same answer",
      "NOT_SIGNED_IN",
      undefined,
      { params: { tenant: "nowhere" } },
    ],
    ["a session that has ended", "FORBIDDEN", "signedOut", {}],
    ["a suspended membership", "FORBIDDEN", "suspended", {}],
    ["a role without the permission", "FORBIDDEN", "billing", {}],
    ["a member of another practice", "FORBIDDEN", "stranger", {}],
    ["a practice that is none", "NOT_FOUND", "reception", { params: { tenant: "nowhere" } }],
    ["an address of an impossible shape", "NOT_FOUND", "reception", { params: { tenant: "x".repeat(61) } }],
    ["a foreign page", "CROSS_SITE", "reception", { headers: { origin: "https://evil.example" } }],
    ["TRAP Origin: null", "CROSS_SITE", "reception", { headers: { origin: "null" } }],
    ["TRAP no Origin at all", "CROSS_SITE", "reception", { headers: {} }],
    ["no key", "MALFORMED", "reception", { key: null }],
    ["a key that is easy to guess", "MALFORMED", "reception", { key: "12345678" }],
    ["an empty field", "INVALID_INPUT", "reception", { body: { name: "" } }],
    ["a NUL", "INVALID_INPUT", "reception", { body: { name: "a\0" } }],
  ]
  test.each(cases)("refuses %s: %s, and nothing is written", async (_title, code, who, call) => {
    be(who)
    const before = await owned()
    const answer = await add({ key, ...call })
    expect([answer.status, answer.json.code]).toEqual([refusals[code], code])
    expect(await owned()).toEqual(before)
  })

  test("names the field of a refusal by the domain, and undoes the work", async () => {
    const before = await owned()
    const answer = await add({ body: { name: "taken" } })
    expect(answer.json).toMatchObject({ code: "SLOT_TAKEN", errors: { name: "SLOT_TAKEN" } })
    expect((await owned()).customers).toBe(before.customers)
  })

  test("may answer with a file, or with nothing: the door's headers are on both", async () => {
    const respond = () => new Response("BEGIN:VCALENDAR", { headers: { "content-type": "text/calendar" } })
    const ask = async (change: object) => {
      const handle = route({ ...spec, method: "POST", ...change })
      const request = new Request("http://localhost:3000/x", {
        method: "POST",
        headers: {
          ...ours,
          "idempotency-key": randomUUID(),
          "content-type": "application/json",
          "content-length": "14",
        },
        body: '{"name":"Ada"}',
      })
      const answer = await handle(request, { params: Promise.resolve({ tenant: "here" }) })
      expect(answer.headers.get("cache-control")).toBe("no-store")
      return [answer.status, await answer.text()]
    }
    expect(await ask({ respond })).toEqual([200, "BEGIN:VCALENDAR"])
    expect(await ask({ status: 204 })).toEqual([204, ""])
    const before = await owned()
    expect(await ask({ unless: async () => true })).toEqual([204, ""])
    expect(await owned()).toEqual(before)
  })
})

describe("keys, at both doors", () => {
  test("another body under the same key: mismatch, and nothing is written", async () => {
    const key = randomUUID()
    await add({ key })
    await submit(idle, form("Ada", key.slice(0, 35)))
    const before = await owned()
    expect((await add({ key, body: { name: "Eve" } })).json.code).toBe("IDEMPOTENCY_MISMATCH")
    expect(await submit(idle, form("Eve", key.slice(0, 35)))).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
    expect(await owned()).toEqual(before)
  })

  test("while the first is still running: in flight, and it is done once", async () => {
    const [before, data] = [await owned(), form()]
    let release = () => {}
    const open = new Promise<void>((resolve) => {
      release = resolve
    })
    const begun = new Promise<void>((started) => {
      gate = { started, open }
    })
    const first = submit(idle, data)
    await begun
    gate = undefined
    expect(await submit(idle, data)).toMatchObject({ status: "refused", code: "IDEMPOTENCY_IN_FLIGHT" })
    release()
    expect(await first).toEqual({ status: "done", value: { name: "Ada" } })
    expect((await owned()).customers - before.customers).toBe(1)
  })

  test("a refusal under a key is given again as it was", async () => {
    const data = form("taken")
    const first = await submit(idle, data)
    const before = await owned()
    expect(await submit(idle, data)).toEqual(first)
    expect(first).toMatchObject({ code: "SLOT_TAKEN", fieldErrors: { name: "SLOT_TAKEN" } })
    expect(await owned()).toEqual(before)
  })

  test("anything but a form is MALFORMED, and long texts come back shortened", async () => {
    const before = await owned()
    for (const junk of [undefined, null, "x", {}, []])
      expect(await submit(idle, junk as unknown as FormData)).toMatchObject({ code: "MALFORMED", typed: {} })
    const long = form("")
    long.append("note", "x".repeat(5_000))
    long.append("file", new Blob(["x"]))
    const answer = await submit(idle, long)
    expect(answer).toMatchObject({ code: "INVALID_INPUT", typed: { note: "x".repeat(2_000) } })
    expect(answer).not.toHaveProperty("typed.file")
    expect(await owned()).toEqual(before)
  })
})
