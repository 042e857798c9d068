import { randomUUID } from "node:crypto"
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest"
import { z } from "zod"
import { ok } from "#lib/base/outcome"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { action } from "#lib/entry/action"
import { page } from "#lib/entry/page"
import { readOwnDesk } from "#lib/members/read-own-desk"
import { currentSession } from "#lib/session/current-session"
import { sessionCookieName } from "#lib/session/session-cookies"
import { openHouse } from "#tests/isolation/stage/open-house"
import { signIn } from "../../app/(auth)/sign-in/actions.ts"
import { POST as signOut } from "../../app/(auth)/sign-out/route.ts"

type Kept = { value: string; options: Record<string, unknown> }
const browser = vi.hoisted(() => ({
  headers: new Headers(),
  jar: new Map<string, { value: string; options: Record<string, unknown> }>(),
}))
vi.mock("next/headers", () => ({
  headers: async () => browser.headers,
  cookies: async () => ({
    getAll: () => [...browser.jar].map(([name, { value }]) => ({ name, value })),
    set: (name: string, value: string, options: Record<string, unknown>) => {
      if (options.maxAge === 0) browser.jar.delete(name)
      else browser.jar.set(name, { value, options })
    },
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

const house = await openHouse()
const { owner, accounts, supabase } = house
afterAll(async () => {
  await pool().end()
  await house.close()
})
const ours = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }
beforeEach(() => {
  browser.headers = new Headers(ours)
  browser.jar.clear()
})

function accountOf(name: string) {
  const account = accounts[name]
  if (!account) throw new Error(`no ${name}`)
  return account
}
function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}
const send = (fields: Record<string, string>) => signIn({ status: "idle" }, form(fields))
/** Signs in by the real form; returns where it leads. */
async function enterAs(name: string, next?: string): Promise<string> {
  const { email, password } = accountOf(name)
  const left = await send({ email, password, ...(next !== undefined && { next }) }).catch(String)
  return String(left).replace("Error: redirect ", "")
}
const desk = page({
  permission: "bookings:read",
  input: z.object({ tenant: z.string() }),
  run: readOwnDesk,
  view: ({ person }) => `desk of ${person.role}`,
})
const visit = () => desk({ params: Promise.resolve({ tenant: "here" }), searchParams: Promise.resolve({}) })
const addCustomer = action({
  name: "test:add",
  permission: "customers:write",
  input: z.object({ tenant: z.string(), name: z.string() }),
  run: async (tx, { name }) =>
    ok(
      await tx.run(
        sql`insert into app.customers (tenant_id, full_name, phone, source) values (${tx.tenantId}, ${name}, '+49 30 1', 'desk')`,
      ),
    ),
})
const add = () =>
  addCustomer({ status: "idle" }, form({ tenant: "here", name: "Ada", idempotencyKey: randomUUID() }))
const leave = (headers: Record<string, string> = ours) =>
  signOut(new Request("http://localhost:3000/sign-out", { method: "POST", headers }))
const count = async (table: string) =>
  (await owner.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n
const kept = () => browser.jar.get(sessionCookieName) as Kept

describe("signing in", () => {
  test("leads to the one practice; the cookie is for the server alone and opens the desk", async () => {
    expect(await enterAs("reception")).toBe("/here/desk")
    const { value, options } = kept()
    expect(options).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      path: "/",
      maxAge: 43_200,
    })
    expect(options).not.toHaveProperty("domain")
    const inside = JSON.parse(Buffer.from(value.slice("base64-".length), "base64url").toString())
    expect(inside).not.toHaveProperty("user")
    const { userId, email } = accountOf("reception")
    expect(await currentSession()).toMatchObject({ userId, email })
    expect(await visit()).toBe("desk of reception")
    expect(await add()).toMatchObject({ status: "done" })
  })

  test.each([
    ["/here/desk/customers?q=a", "/here/desk/customers?q=a"],
    ["/there/desk", "/here/desk"],
    ["//evil.example", "/here/desk"],
    ["/\\evil.example", "/here/desk"],
    ["https://evil.example/here/", "/here/desk"],
    ["/here/../../evil", "/here/desk"],
    ["/here/\t/evil.example", "/here/desk"],
    ["javascript:alert(1)", "/here/desk"],
  ])("TRAP open redirects: next=%j leads to %s", async (next, leadsTo) =>
    expect(await enterAs("reception", next)).toBe(leadsTo),
  )

  test("one answer for an unknown address and a wrong password; no session, no cookie, no password back", async () => {
    const before = await count("auth.sessions")
    const { email } = accountOf("reception")
    const wrong = await send({ email, password: "hunter2" })
    const unknown = await send({ email: "nobody@here.test", password: "hunter2" })
    expect(wrong).toEqual({ status: "refused", code: "NOT_SIGNED_IN", fieldErrors: {}, typed: { email } })
    expect({ ...unknown, typed: {} }).toEqual({ ...wrong, typed: {} })
    expect([browser.jar.size, await count("auth.sessions")]).toEqual([0, before])
  })

  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, {}, "CROSS_SITE"],
    ["Origin: null", { origin: "null" }, {}, "CROSS_SITE"],
    ["no Origin", {}, {}, "CROSS_SITE"],
    ["no address", ours, { email: "no" }, "INVALID_INPUT"],
    ["no password", ours, { password: "" }, "INVALID_INPUT"],
  ])("%s: refused, and nobody is signed in", async (_title, headers, change, code) => {
    browser.headers = new Headers(headers as Record<string, string>)
    const before = await count("auth.sessions")
    const { email, password } = accountOf("reception")
    const answer = await send({ email, password, ...change })
    expect(answer).toMatchObject({ code })
    expect(JSON.stringify(answer)).not.toContain(password)
    expect([browser.jar.size, await count("auth.sessions")]).toEqual([0, before])
  })

  test("anything but a form", async () => {
    expect(await signIn({ status: "idle" }, { email: "a@b.test" } as unknown as FormData)).toMatchObject({
      code: "MALFORMED",
    })
  })

  test("somebody suspended has no practice, and no desk", async () => {
    expect(await enterAs("suspended")).toBe("/practices")
    await expect(visit()).rejects.toThrow("redirect /sign-in?next=%2Fhere%2Fdesk")
    const before = await count("app.customers")
    expect(await add()).toMatchObject({ code: "FORBIDDEN" })
    expect(await count("app.customers")).toBe(before)
  })

  test("a stranger is at home elsewhere", async () => {
    expect(await enterAs("stranger", "/here/desk")).toBe("/there/desk")
    await expect(visit()).rejects.toThrow("forbidden")
  })
})

describe("a cookie that was tampered with is nobody's", () => {
  test("another person in the token, another signature, no signature", async () => {
    await enterAs("reception")
    const stored = JSON.parse(Buffer.from(kept().value.slice("base64-".length), "base64url").toString())
    const [head = "", body = "", mark = ""] = stored.access_token.split(".")
    const claims = JSON.parse(Buffer.from(body, "base64url").toString())
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
    const owned = encode({ ...claims, sub: accountOf("owner").userId })
    const flipped = `${mark.startsWith("A") ? "B" : "A"}${mark.slice(1)}`
    const tokens = [
      `${head}.${owned}.${mark}`,
      `${head}.${body}.${flipped}`,
      `${encode({ alg: "none", typ: "JWT" })}.${owned}.`,
    ]
    for (const access_token of tokens) {
      const value = `base64-${encode({ ...stored, access_token })}`
      browser.jar.set(sessionCookieName, { value, options: {} })
      expect([access_token, await currentSession()]).toEqual([access_token, undefined])
      expect(await add()).toMatchObject({ code: "NOT_SIGNED_IN" })
    }
  })
})

describe("signing out", () => {
  test("ends it at once: whoever kept the cookie sees and does nothing", async () => {
    await enterAs("reception")
    const [stolen, session, before] = [kept(), await currentSession(), await count("app.customers")]
    const answer = await leave()
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in?out=1"])
    expect(browser.jar.size).toBe(0)
    const { rowCount } = await owner.query("select from auth.sessions where id = $1", [session?.sessionId])
    expect(rowCount).toBe(0)
    browser.jar.set(sessionCookieName, stolen)
    await expect(visit()).rejects.toThrow("redirect /sign-in?next=%2Fhere%2Fdesk")
    expect(await add()).toMatchObject({ code: "FORBIDDEN" })
    expect(await count("app.customers")).toBe(before)
  })

  test("is not for other sites' pages", async () => {
    await enterAs("reception")
    const strangers: Record<string, string>[] = [{}, { origin: "null" }, { origin: "https://evil.example" }]
    for (const headers of strangers) expect((await leave(headers)).status).toBe(403)
  })

  test("with the auth service away: the cookie goes, and it says that it is not sure; nobody signs in", async () => {
    await enterAs("reception")
    await supabase.stop()
    expect((await leave()).headers.get("location")).toBe("/sign-in?out=unsure")
    expect(browser.jar.size).toBe(0)
    const { email, password } = accountOf("reception")
    expect(await send({ email, password })).toMatchObject({ code: "UNAVAILABLE", typed: { email } })
  })
})
