import { randomUUID } from "node:crypto"
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest"
import { z } from "zod"
import { ok, refused } from "#lib/base/outcome"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { action, type FormState } from "#lib/entry/action"
import { openStage } from "#tests/isolation/stage/open-stage"
import type { Person } from "#tests/isolation/stage/plant-tenant"

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
const { here, superuser } = stage
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

let runs = 0
const addCustomer = action({
  name: "test:add",
  permission: "customers:write",
  input: z.object({
    tenant: z.string(),
    name: z.string().min(1, "required"),
    phone: z.string(),
    tags: z.array(z.string()).optional(),
  }),
  run: async (tx, { name, phone }) => {
    runs++
    await tx.run(
      sql`insert into app.customers (tenant_id, full_name, phone, source) values (${tx.tenantId}, ${name}, ${phone}, 'desk')`,
    )
    return name === "refuse me" ? refused("SLOT_TAKEN", ["name"]) : ok({ name })
  },
})
const idle: FormState<{ name: string }> = { status: "idle" }
function form(change: Record<string, string | string[]> = {}): FormData {
  const data = new FormData()
  const fields = {
    tenant: "here",
    idempotencyKey: randomUUID(),
    name: "Ada",
    phone: "+49 30 1",
    $ACTION_ID: "x",
    ...change,
  }
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) data.append(name, one)
  return data
}
const customers = async () =>
  Number((await superuser.query("select count(*) as n from app.customers")).rows[0].n)

describe("the door of actions", () => {
  test("lets in who may, once per key", async () => {
    const [data, before] = [form(), await customers()]
    const first = await addCustomer(idle, data)
    expect(first).toEqual({ status: "done", value: { name: "Ada" } })
    expect(await addCustomer(idle, data)).toEqual(first)
    expect((await customers()) - before).toBe(1)
  })

  test.each([
    ["another site's page", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, "CROSS_SITE"],
    ["TRAP a missing Origin", {}, "CROSS_SITE"],
    ["TRAP Origin: null", { origin: "null" }, "CROSS_SITE"],
    [
      "TRAP a forged X-Forwarded-Host",
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
      "CROSS_SITE",
    ],
  ])("%s: refused before anything is read", async (_title, headers, code) => {
    world.headers = new Headers(headers as Record<string, string>)
    const before = runs
    expect(await addCustomer(idle, form())).toMatchObject({ status: "refused", code })
    expect(runs).toBe(before)
  })

  test.each([
    ["no key", { idempotencyKey: "" }, "MALFORMED"],
    ["a key of odd characters", { idempotencyKey: "a b c d e f g h i j" }, "MALFORMED"],
    ["a field that is empty", { name: "" }, "INVALID_INPUT"],
    ["a field that is said twice", { name: ["a", "b"] }, "INVALID_INPUT"],
    ["a NUL, which Postgres cannot hold", { name: "a\0b" }, "INVALID_INPUT"],
    ["an unknown practice", { tenant: "nowhere" }, "NOT_FOUND"],
    ["a slug that no practice can have", { tenant: "../etc" }, "NOT_FOUND"],
    ["another practice", { tenant: "there" }, "FORBIDDEN"],
  ])("%s", async (_title, change, code) => {
    const before = await customers()
    expect(await addCustomer(idle, form(change))).toMatchObject({ status: "refused", code })
    expect(await customers()).toBe(before)
  })

  test("what was typed comes back, except passwords and the form's own fields", async () => {
    const answer = await addCustomer(idle, form({ name: "", password: "hunter2", newPassword: "hunter2" }))
    expect(answer).toMatchObject({
      fieldErrors: { name: "required" },
      typed: { tenant: "here", phone: "+49 30 1" },
    })
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|ACTION|idempotencyKey/)
  })

  test("a refusal of the domain names its fields and undoes the work", async () => {
    const before = await customers()
    expect(await addCustomer(idle, form({ name: "refuse me" }))).toMatchObject({
      code: "SLOT_TAKEN",
      fieldErrors: { name: "SLOT_TAKEN" },
    })
    expect(await customers()).toBe(before)
  })

  test("nobody, a role without the permission, a suspended member, an ended session", async () => {
    const refusal = async (person: Person | undefined) => {
      as(person)
      const answer = await addCustomer(idle, form())
      return answer.status === "refused" ? answer.code : answer.status
    }
    expect(await refusal(undefined)).toBe("NOT_SIGNED_IN")
    const { billing, clinician, suspended, signedOut } = here.people
    for (const person of [billing, clinician, suspended, signedOut])
      expect(await refusal(person)).toBe("FORBIDDEN")
  })

  test("leads on after success", async () => {
    const next = action({
      name: "test:next",
      permission: "bookings:read",
      input: z.object({ tenant: z.string() }),
      run: async () => ok(1),
      next: (_value, { tenant }) => `/${tenant}/desk`,
    })
    await expect(next({ status: "idle" }, form())).rejects.toThrow("redirect /here/desk")
  })
})
