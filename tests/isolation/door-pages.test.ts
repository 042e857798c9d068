import { randomUUID } from "node:crypto"
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest"
import { z } from "zod"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { glanceAtTenant } from "#lib/entry/glance"
import { openAction } from "#lib/entry/open-action"
import { openPage } from "#lib/entry/open-page"
import { openRoute } from "#lib/entry/open-route"
import { page } from "#lib/entry/page"
import { personPage } from "#lib/entry/person-page"
import { listOwnPractices } from "#lib/members/list-own-practices"
import { openStage } from "#tests/isolation/stage/open-stage"
import { mintLink, type Person } from "#tests/isolation/stage/plant-tenant"

/** What the caller sends, and who the verified token says that they are. */
const world = vi.hoisted(() => ({
  headers: new Headers(),
  person: undefined as { userId: string; sessionId: string } | undefined,
}))
vi.mock("next/headers", () => ({
  headers: async () => world.headers,
  cookies: async () => ({ getAll: () => [], set: () => {} }),
}))
vi.mock("next/navigation", () => {
  const leave =
    (kind: string) =>
    (to = "") => {
      throw new Error(`${kind}${to}`)
    }
  return { redirect: leave("redirect "), notFound: leave("not found"), forbidden: leave("forbidden") }
})
vi.mock("#lib/session/current-session", () => ({
  currentSession: async () => (world.person ? { ...world.person, email: "a@b.test" } : undefined),
}))

const stage = await openStage()
const { here, there, superuser } = stage
afterAll(async () => {
  await pool().end()
  await stage.close()
})
const ours = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }
beforeEach(() => {
  world.headers = new Headers(ours)
  world.person = here.people.reception
})
const as = (person: Person | undefined) => {
  world.person = person
}

function form(change: Record<string, string | string[]> = {}): FormData {
  const data = new FormData()
  const fields = {
    tenant: "here",
    idempotencyKey: randomUUID(),

    $ACTION_ID: "x",
    ...change,
  }
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) data.append(name, one)
  return data
}
describe("the door of pages", () => {
  const arrival = (params: Record<string, string>, searchParams: Record<string, string> = {}) => ({
    params: Promise.resolve(params),
    searchParams: Promise.resolve(searchParams),
  })
  const input = z.object({ tenant: z.string(), q: z.string().max(5).optional() })
  const count = async (tx: Tx<"customers:read">) =>
    ok((await tx.all(sql`select id from app.customers`)).length)
  const desk = page({ permission: "customers:read", input, run: count, view: (value) => `${value} people` })

  test("shows it to who may", async () => {
    expect(await desk(arrival({ tenant: "here" }))).toMatch(/^\d+ people$/)
  })
  test("the path wins over the query", async () => {
    expect(await desk(arrival({ tenant: "here" }, { tenant: "there" }))).toMatch(/people/)
  })
  test("nobody is sent to sign in, and comes back to where they were, on this practice only", async () => {
    as(undefined)
    await expect(desk(arrival({ tenant: "here" }))).rejects.toThrow("redirect /sign-in?next=%2Fhere%2Fdesk")
    world.headers.set("x-holdfast-path", "/here/desk/customers?q=a")
    await expect(desk(arrival({ tenant: "here" }))).rejects.toThrow(
      "redirect /sign-in?next=%2Fhere%2Fdesk%2Fcustomers%3Fq%3Da",
    )
    world.headers.set("x-holdfast-path", "//evil.example/")
    await expect(desk(arrival({ tenant: "here" }))).rejects.toThrow("redirect /sign-in?next=%2Fhere%2Fdesk")
  })
  test("a session that has ended is sent to sign in; a stranger and a wrong role are forbidden", async () => {
    as(here.people.signedOut)
    await expect(desk(arrival({ tenant: "here" }))).rejects.toThrow("redirect /sign-in")
    as(there.people.owner)
    await expect(desk(arrival({ tenant: "here" }))).rejects.toThrow("forbidden")
    as(here.people.billing)
    const hours = page({ permission: "schedule:read", input, run: async () => ok(1), view: () => "hours" })
    await expect(hours(arrival({ tenant: "here" }))).rejects.toThrow("forbidden")
  })
  test.each([
    [{ tenant: "nowhere" }, {}],
    [{ tenant: "%2e%2e" }, {}],
    [{ tenant: "here" }, { q: "too long" }],
    [{ tenant: "here" }, { q: "\0" }],
  ])("not found: %j %j", async (params, query) =>
    expect(desk(arrival(params, query as Record<string, string>))).rejects.toThrow("not found"),
  )
  test("GET never changes anything: the transaction reads only", async () => {
    const writes = page({
      permission: "customers:write",
      input,
      run: async (tx) =>
        ok(
          await tx.run(sql`update app.customers set full_name = 'changed' where tenant_id = ${tx.tenantId}`),
        ),
      view: () => "written",
    })
    await expect(writes(arrival({ tenant: "here" }))).rejects.toThrow("25006")
    const { rows } = await superuser.query("select from app.customers where full_name = 'changed'")
    expect(rows).toEqual([])
  })
  test("behind a link: what it opens, or the page for a dead one", async () => {
    const linked = page({
      permission: "public:read",
      input: z.object({ tenant: z.string(), token: z.string() }),
      link: ({ token }) => token,
      run: async (tx): Promise<Outcome<number, "LINK_DEAD">> => {
        const found = await tx.all(sql`select id from app.bookings`)
        return found.length === 1 ? ok(1) : refused("LINK_DEAD")
      },
      view: () => "your booking",
      refuse: (code) => `sorry: ${code}`,
    })
    as(undefined)
    expect(await linked(arrival({ tenant: "here", token: here.links.view.token }))).toBe("your booking")
    expect(await linked(arrival({ tenant: "here", token: mintLink().token }))).toBe("sorry: LINK_DEAD")
    expect(await linked(arrival({ tenant: "there", token: here.links.view.token }))).toBe("sorry: LINK_DEAD")
    expect(await linked(arrival({ tenant: "here", token: "short" }))).toBe("sorry: NOT_FOUND")
  })
})

describe("the doors of nobody in particular", () => {
  const noQuery = { searchParams: Promise.resolve({}) }
  test("a page without a practice parses, and shows", async () => {
    const open = openPage({
      input: z.object({ next: z.string().optional() }),
      view: ({ next }) => next ?? "none",
    })
    expect(await open(noQuery)).toBe("none")
    await expect(open({ searchParams: Promise.resolve({ next: ["a", "b"] }) })).rejects.toThrow("not found")
  })
  test("a person's page is for the signed-in; an ended session has no practice", async () => {
    const mine = personPage({
      path: "/practices",
      run: listOwnPractices,
      view: (list) => list.map(({ slug }) => slug).join(),
    })
    expect(await mine()).toBe("here")
    as(here.people.signedOut)
    expect(await mine()).toBe("")
    as(undefined)
    await expect(mine()).rejects.toThrow("redirect /sign-in?next=%2Fpractices")
  })
  test("an open action and an open route are for our own pages, and never give a password back", async () => {
    const signIn = openAction({
      name: "test:sign-in",
      input: z.object({ email: z.email("email"), password: z.string() }),
      run: async ({ password }) => (password === "right" ? ok(null) : refused("NOT_SIGNED_IN")),
      next: () => "/home",
    })
    const typed = (password: string, email = "a@b.test") => form({ email, password })
    expect(JSON.stringify(await signIn({ status: "idle" }, typed("hunter2")))).toMatch(/NOT_SIGNED_IN/)
    expect(JSON.stringify(await signIn({ status: "idle" }, typed("hunter2")))).not.toMatch(/hunter2/)
    expect(await signIn({ status: "idle" }, typed("right", "no"))).toMatchObject({
      code: "INVALID_INPUT",
      fieldErrors: { email: "email" },
    })
    await expect(signIn({ status: "idle" }, typed("right"))).rejects.toThrow("redirect /home")
    world.headers = new Headers({ origin: "https://evil.example" })
    expect(await signIn({ status: "idle" }, typed("right"))).toMatchObject({ code: "CROSS_SITE" })
    const out = openRoute(async () => new Response("bye"))
    const ask = (headers: Record<string, string>) =>
      out(new Request("http://localhost:3000/sign-out", { method: "POST", headers }))
    expect([(await ask(ours)).status, (await ask({})).status]).toEqual([200, 403])
  })
  test("a glance shows the public facts of a practice, or that there is none", async () => {
    expect(await glanceAtTenant("here")).toMatchObject({ ok: true, value: { slug: "here" } })
    expect(await glanceAtTenant("nowhere")).toMatchObject({ ok: false, code: "NOT_FOUND" })
  })
})
