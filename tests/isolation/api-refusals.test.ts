import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, it } from "vitest"
import { type RefusalCode, refusals } from "#lib/base/refusals"
import { buildOpenApi } from "#lib/integrations/build-openapi"
import { judgeBy } from "#tests/support/api-validator"
import { type Call, callRoute } from "#tests/support/call-route"
import { cloneDatabase } from "#tests/support/database"
import { plantPractice } from "#tests/support/plant-practice"

const database = await cloneDatabase()
const practice = await plantPractice(database)
const holds = await import("../../app/api/v1/[tenant]/holds/route.ts")
const bookings = await import("../../app/api/v1/[tenant]/bookings/route.ts")
const booking = await import("../../app/api/v1/[tenant]/bookings/[token]/route.ts")
const availability = await import("../../app/api/v1/[tenant]/availability/route.ts")
const elsewhere = await import("../../app/api/[[...path]]/route.ts")

afterAll(() => database.drop())

const params = { tenant: practice.slug }
const startsAt = `${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)}T09:00:00Z`
const good = { serviceId: practice.plainServiceId, startsAt }
const token = "A".repeat(43)
const person = { holdToken: token, fullName: "Ada", email: "ada@example.org" }
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`
const judge = judgeBy(buildOpenApi("http://localhost:3000"))

/** Calls, expects exactly this refusal in the documented shape, and returns the complaints. */
async function refuses(code: RefusalCode, route: "holds" | "bookings", call: Partial<Call>) {
  const handler = route === "holds" ? holds.POST : bookings.POST
  const answer = await callRoute(handler, { method: "POST", params, ...call })
  expect([answer.status, answer.json.code]).toEqual([refusals[code], code])
  const contentType = answer.headers.get("content-type") ?? ""
  const verdict = judge(`/api/v1/{tenant}/${route}`, "POST", {
    status: answer.status,
    contentType,
    body: answer.json,
  })
  expect(verdict).toBeUndefined()
  return answer.json.errors as Record<string, string> | undefined
}

describe("bodies", () => {
  it.each([
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "1",
    '{"serviceId":}',
    "\u0000",
    deep(10_000).slice(1),
    "[".repeat(60_000),
  ])("that are no JSON object are MALFORMED: %j", async (body) => {
    await refuses("MALFORMED", "holds", {
      body,
      headers: { "content-length": String(Math.max(1, body.length)) },
    })
  })

  it("that are not UTF-8 are MALFORMED", async () => {
    await refuses("MALFORMED", "holds", {
      body: new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    })
  })

  it("deeper than anybody needs are refused without a fall", async () => {
    expect(await refuses("INVALID_INPUT", "holds", { body: deep(10_000) })).toMatchObject({ a: "unknown" })
  })

  it("over 64 KiB are TOO_LARGE, whatever Content-Length claims", async () => {
    const body = JSON.stringify({ ...good, more: "x".repeat(70_000) })
    await refuses("TOO_LARGE", "holds", { body, headers: { "content-length": "12" } })
  })

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "",
  ])("of type %j are UNSUPPORTED_MEDIA_TYPE", async (type) => {
    await refuses("UNSUPPORTED_MEDIA_TYPE", "holds", { body: good, headers: { "content-type": type } })
  })

  it("that say more than is asked are refused, by name and never by value", async () => {
    const errors = await refuses("INVALID_INPUT", "holds", {
      body: { ...good, state: "confirmed", tenantId: randomUUID(), ["x".repeat(5_000)]: "secret" },
    })
    expect(errors).toMatchObject({ state: "unknown", tenantId: "unknown", [`${"x".repeat(40)}…`]: "unknown" })
    expect(JSON.stringify(errors)).not.toContain("secret")
  })

  it("cannot say what the path says, nor reach a prototype", async () => {
    expect(await refuses("INVALID_INPUT", "holds", { body: { ...good, tenant: "lumen" } })).toEqual({
      tenant: "unknown",
    })
    await refuses("INVALID_INPUT", "holds", { body: `{"__proto__":{"serviceId":"x"},"constructor":1}` })
  })
})

describe("text that Postgres cannot hold", () => {
  it.each(["Ada\u0000", "Ada\ud800", "\udfffAda"])("is refused at the door: %j", async (fullName) => {
    await refuses("INVALID_INPUT", "bookings", { body: { ...person, fullName } })
  })
})

describe("idempotency keys", () => {
  it.each([null, "fifteen-letters", "with spaces in between", "a tab\tsomewhere-inside", "x".repeat(129)])(
    "are demanded: %j",
    async (key) => {
      expect(await refuses("MALFORMED", "holds", { body: good, key })).toHaveProperty("Idempotency-Key")
    },
  )
})

describe("other sites' pages", () => {
  it.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:3000.evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "http://localhost:3000" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  ])("are refused: %j", async (headers) => {
    await refuses("CROSS_SITE", "holds", { body: good, headers })
  })

  it("and nobody is told that they may come", async () => {
    const answer = await callRoute(availability.OPTIONS, {
      method: "OPTIONS",
      params,
      headers: { origin: "https://evil.example" },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS")
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([])
  })
})

describe("addresses", () => {
  it.each(["LUMEN", "no-such-practice", "", "..", "%00", "a".repeat(500), "lumen'--", "lumen\u0000"])(
    "of no practice are not found: %j",
    async (tenant) => {
      await refuses("NOT_FOUND", "holds", { params: { tenant }, body: good })
    },
  )

  it.each(["", "x", "../../etc/passwd", "A".repeat(42), `${token}=`, "%00", token])(
    "of no booking are not found: %j",
    async (wrong) => {
      for (const method of ["GET", "PATCH", "DELETE"] as const) {
        const body = method === "PATCH" ? { startsAt } : undefined
        const answer = await callRoute(booking[method], { method, params: { ...params, token: wrong }, body })
        expect([answer.status, answer.json.code]).toEqual([404, "NOT_FOUND"])
      }
    },
  )

  it("that do not exist, and methods that are not taken, are problems too", async () => {
    const nothing = await callRoute(elsewhere.GET, { params: {} })
    expect([nothing.status, nothing.json.code]).toEqual([404, "NOT_FOUND"])
    const put = await callRoute(booking.PUT, { method: "PUT", params: { ...params, token } })
    expect([put.status, put.json.code, put.headers.get("allow")]).toEqual([
      405,
      "METHOD_NOT_ALLOWED",
      "GET, PATCH, DELETE, HEAD, OPTIONS",
    ])
  })
})

describe("searches", () => {
  const search = (query: string) => callRoute(availability.GET, { params, query })
  const service = practice.plainServiceId
  it.each([
    [`service=${service}&from=2026-12-01`, { to: "required" }],
    [`service=${service}&from=2026-12-01&to=2026-02-30`, { to: "not a valid date" }],
    [`service=${service}&from=2026-12-01&to=2027-02-01`, { to: "INVALID_INPUT" }],
    [`service=${service}&from=2026-12-02&to=2026-12-01`, { to: "INVALID_INPUT" }],
    [`service=${service}&service=${service}&from=2026-12-01&to=2026-12-01`, { service: "duplicate" }],
    [`service=1%27%20or%20true--&from=2026-12-01&to=2026-12-01`, { service: "not a valid guid" }],
    [`service=${service}&from=2026-12-01&to=2026-12-01&tenant=other`, { tenant: "unknown" }],
    [`service=${service}&from=2026-12-01&to=2026-12-01&order=name`, { order: "unknown" }],
  ])("%s", async (query, errors) => {
    const { status, json } = await search(`?${query}`)
    expect([status, json.code, json.errors]).toEqual([422, "INVALID_INPUT", errors])
  })

  it("may cover 62 days, and two centuries' ends", async () => {
    expect((await search(`?service=${service}&from=2026-12-01&to=2027-01-31`)).status).toBe(200)
    expect((await search(`?service=${service}&from=2000-01-01&to=2000-01-02`)).json.slots).toEqual([])
    expect((await search(`?service=${service}&from=2099-12-30&to=2099-12-31`)).json.slots).toEqual([])
  })
})
