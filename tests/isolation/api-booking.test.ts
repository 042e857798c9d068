import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { buildOpenApi } from "#lib/integrations/build-openapi"
import { judgeBy } from "#tests/support/api-validator"
import { type Call, callRoute } from "#tests/support/call-route"
import { cloneDatabase } from "#tests/support/database"
import { plantPractice } from "#tests/support/plant-practice"

const database = await cloneDatabase()
const here = await plantPractice(database, { practitioners: 2 })
const there = await plantPractice(database)

const services = await import("../../app/api/v1/[tenant]/services/route.ts")
const availability = await import("../../app/api/v1/[tenant]/availability/route.ts")
const holds = await import("../../app/api/v1/[tenant]/holds/route.ts")
const hold = await import("../../app/api/v1/[tenant]/holds/[token]/route.ts")
const bookings = await import("../../app/api/v1/[tenant]/bookings/route.ts")
const booking = await import("../../app/api/v1/[tenant]/bookings/[token]/route.ts")

const judge = judgeBy(buildOpenApi("http://localhost:3000"))
const tenant = here.slug
const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const details = { fullName: "Ada Lovelace", email: "ada@example.org", phone: "+49 30 901820" }

afterAll(() => database.drop())

type Answer = Awaited<ReturnType<typeof callRoute>>
async function keepsContract(path: string, method: string, answer: Answer): Promise<Answer> {
  const { status, headers, json } = answer
  expect(
    judge(path, method, { status, contentType: headers.get("content-type") ?? "", body: json }),
  ).toBeUndefined()
  return answer
}

const search = async (from = date(2), to = date(3), slug = tenant) =>
  keepsContract(
    "/api/v1/{tenant}/availability",
    "GET",
    await callRoute(availability.GET, {
      params: { tenant: slug },
      query: `?service=${here.plainServiceId}&from=${from}&to=${to}`,
    }),
  )

async function takeHold(startsAt: string, more: Partial<Call> = {}) {
  const call = {
    method: "POST",
    params: { tenant },
    body: { serviceId: here.plainServiceId, startsAt },
    ...more,
  }
  return keepsContract("/api/v1/{tenant}/holds", "POST", await callRoute(holds.POST, call))
}

async function book(holdToken: string, more: Partial<Call> = {}) {
  const call = { method: "POST", params: { tenant }, body: { holdToken, ...details }, ...more }
  return keepsContract("/api/v1/{tenant}/bookings", "POST", await callRoute(bookings.POST, call))
}

const withToken = async (method: "GET" | "PATCH" | "DELETE", token: string, body?: unknown, slug = tenant) =>
  keepsContract(
    "/api/v1/{tenant}/bookings/{token}",
    method,
    await callRoute(booking[method], { method, params: { tenant: slug, token }, body }),
  )

let starts: string[] = []
beforeAll(async () => {
  starts = (await search()).json.slots.map((slot: { startsAt: string }) => slot.startsAt)
})

describe("the API, from a question to a cancelled booking", () => {
  it("tells the practice and its services, and nothing of another's", async () => {
    const answer = await callRoute(services.GET, { params: { tenant } })
    await keepsContract("/api/v1/{tenant}/services", "GET", answer)
    expect(answer.status).toBe(200)
    const ids = answer.json.services.map((service: { id: string }) => service.id)
    expect(ids.sort()).toEqual([here.plainServiceId, here.roomServiceId, here.groupServiceId].sort())
  })

  it("offers instants with the offset of the place and its zone", () => {
    expect(starts.length).toBeGreaterThan(50)
    expect(starts[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00$/)
  })

  it("holds a time once per practitioner, gives it back, and tells a dead hold", async () => {
    const startsAt = starts[0] ?? ""
    const first = await takeHold(startsAt)
    expect([first.status, (await takeHold(startsAt)).status]).toEqual([201, 201])
    const third = await takeHold(startsAt)
    expect([third.status, third.json.code]).toEqual([409, "SLOT_TAKEN"])
    const token = first.json.holdToken
    const release = { method: "DELETE", params: { tenant, token } }
    expect((await callRoute(hold.DELETE, release)).status).toBe(204)
    expect((await callRoute(hold.DELETE, release)).json.code).toBe("HOLD_EXPIRED")
    expect((await takeHold(startsAt)).status).toBe(201)
    expect((await book(token)).json.code).toBe("HOLD_EXPIRED")
  })

  it("gives three powers, each of which opens its own door and no other", async () => {
    const held = await takeHold(starts[4] ?? "")
    const booked = await book(held.json.holdToken)
    expect(booked.status).toBe(201)
    const { view, move, cancel } = booked.json
    expect(view.url).toBe(`http://localhost:3000/${tenant}/booking/${view.token}`)

    const seen = await withToken("GET", view.token)
    expect(seen.json).toMatchObject({ state: "confirmed", startsAt: starts[4], zone: "Europe/Berlin" })
    expect(JSON.stringify(seen.json)).not.toContain("Ada")
    for (const wrong of [move.token, cancel.token, held.json.holdToken])
      expect((await withToken("GET", wrong)).status).toBe(404)
    for (const wrong of [view.token, cancel.token, held.json.holdToken])
      expect((await withToken("PATCH", wrong, { startsAt: starts[8] })).status).toBe(404)
    for (const wrong of [view.token, move.token, held.json.holdToken])
      expect((await withToken("DELETE", wrong)).status).toBe(404)

    const moved = await withToken("PATCH", move.token, { startsAt: starts[8] })
    expect(moved.json).toMatchObject({ startsAt: starts[8], bookingId: booked.json.bookingId })
    expect((await withToken("DELETE", cancel.token)).status).toBe(204)
    expect((await withToken("DELETE", cancel.token)).json.code).toBe("LINK_DEAD")
    expect((await withToken("PATCH", move.token, { startsAt: starts[0] })).json.code).toBe("LINK_DEAD")
    expect((await withToken("GET", view.token)).json.state).toBe("cancelled")
  })

  it("answers another practice's token and service exactly as random ones", async () => {
    const booked = await book((await takeHold(starts[12] ?? "")).json.holdToken)
    const bare = ({ status, json }: Answer) => ({ status, ...json, requestId: "" })
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")
    for (const method of ["GET", "PATCH", "DELETE"] as const) {
      const body = method === "PATCH" ? { startsAt: starts[16] } : undefined
      const token = booked.json[{ GET: "view", PATCH: "move", DELETE: "cancel" }[method]].token
      const foreign = await withToken(method, token, body, there.slug)
      const none = await withToken(method, random, body, there.slug)
      expect(bare(foreign)).toEqual(bare(none))
      expect(foreign.status).toBe(404)
    }
    const foreignService = await search(date(2), date(3), there.slug)
    expect([foreignService.status, foreignService.json.code]).toEqual([404, "NOT_FOUND"])
  })

  it("does a thing once per idempotency key, whatever the number of tries", async () => {
    const startsAt = starts[20] ?? ""
    const key = "try-this-once-and-only-once"
    const first = await takeHold(startsAt, { key })
    const again = await takeHold(startsAt, { key })
    expect(again.json).toEqual(first.json)
    const other = await takeHold(starts[24] ?? "", { key })
    expect([other.status, other.json.code]).toEqual([422, "IDEMPOTENCY_MISMATCH"])
    const [one, two] = await Promise.all([
      takeHold(starts[28] ?? "", { key: "both-at-the-same-time" }),
      takeHold(starts[28] ?? "", { key: "both-at-the-same-time" }),
    ])
    const codes = [one, two].map(({ status, json }) => json.code ?? status)
    expect(codes.every((code) => code === 201 || code === "IDEMPOTENCY_IN_FLIGHT")).toBe(true)
    if (one.status === 201 && two.status === 201) expect(one.json).toEqual(two.json)
  })
})
