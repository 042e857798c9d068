import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { z } from "zod"
import { type RefusalCode, refusals } from "#lib/base/refusals"
import { complaintsOf } from "#lib/entry/complaints-of"
import { type DoorPlate, doorMark, plated } from "#lib/entry/door"
import { problem } from "#lib/entry/problem"
import { bodyLimitBytes, readJsonBody } from "#lib/entry/read-body"
import { readRequest } from "#lib/entry/read-request"
import { refuseAddress, refuseMethod } from "#lib/entry/refuse-method"
import { mintRequestId } from "#lib/entry/request-id"
import { isStorable } from "#lib/entry/storable-text"

const url = "https://book.example/api/v1/lumen/holds"
const post = (
  body: BodyInit | null,
  headers: Record<string, string> = { "content-type": "application/json" },
) => new Request(url, { method: "POST", body, headers, duplex: "half" } as RequestInit)

describe("problem details (RFC 9457)", () => {
  test.each(Object.keys(refusals) as RefusalCode[])("%s", async (code) => {
    const answer = problem(code, "req-1")
    expect(answer.status).toBe(refusals[code])
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(answer.headers.has("retry-after")).toBe(answer.status === 503)
    const body = await answer.json()
    expect(body).toMatchObject({
      code,
      status: refusals[code],
      requestId: "req-1",
      type: expect.stringMatching(/^urn:holdfast:problem:[a-z-]+$/),
    })
    expect(body.title.length).toBeGreaterThan(5)
    expect(body).not.toHaveProperty("errors")
  })
  test("names fields and rules", async () => {
    const answer = problem("INVALID_INPUT", "r", { startsAt: "required" }, { allow: "GET" })
    expect(await answer.json()).toMatchObject({ errors: { startsAt: "required" } })
    expect(answer.headers.get("allow")).toBe("GET")
  })
})

describe("a body", () => {
  test("of JSON is read", async () => {
    expect(await readJsonBody(post('{"a":1}'))).toEqual({ ok: true, value: { a: 1 } })
    expect(await readJsonBody(post('"ü"', { "content-type": "Application/JSON; charset=utf-8" }))).toEqual({
      ok: true,
      value: "ü",
    })
  })
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/jsonp",
    "text/json",
    "",
  ])("TRAP simple requests need no preflight: %j is refused", async (type) =>
    expect(await readJsonBody(post("{}", { "content-type": type }))).toMatchObject({
      code: "UNSUPPORTED_MEDIA_TYPE",
    }),
  )
  test.each(["", "{", "{'a':1}", "undefined", "[1,]", "\uFEFF\uFEFF{}", "NaN"])(
    "not JSON: %j",
    async (text) => {
      expect(await readJsonBody(post(text))).toMatchObject({ code: "MALFORMED" })
    },
  )
  test("that is not UTF-8, or absent", async () => {
    expect(await readJsonBody(post(Uint8Array.from([0x22, 0xff, 0xfe, 0x22])))).toMatchObject({
      code: "MALFORMED",
    })
    expect(await readJsonBody(post(null))).toMatchObject({ code: "MALFORMED" })
  })
  test("of exactly the limit passes, a byte more does not, whatever Content-Length claims", async () => {
    const text = (size: number) => `"${"a".repeat(size - 2)}"`
    expect((await readJsonBody(post(text(bodyLimitBytes)))).ok).toBe(true)
    const lying = { "content-type": "application/json", "content-length": "2" }
    expect(await readJsonBody(post(text(bodyLimitBytes + 1), lying))).toMatchObject({ code: "TOO_LARGE" })
  })
  test("without an end is given up, not swallowed", async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 16_384
        controller.enqueue(new Uint8Array(16_384).fill(0x61))
      },
    })
    expect(await readJsonBody(post(endless))).toMatchObject({ code: "TOO_LARGE" })
    expect(sent).toBeLessThan(bodyLimitBytes * 3)
  })
  test("whatever the bytes, the answer is a value or a refusal", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        async (bytes) => typeof (await readJsonBody(post(bytes as BodyInit))).ok === "boolean",
      ),
    )
  })
})

describe("a request is one flat object", () => {
  const json = { "content-type": "application/json", "content-length": "9" }
  test("of path and query, or of path and body; the path cannot be overwritten", async () => {
    const get = new Request(`${url}?from=a&to=b`)
    expect(await readRequest(get, { tenant: "lumen" }, false)).toEqual({
      ok: true,
      value: { from: "a", to: "b", tenant: "lumen" },
    })
    expect(await readRequest(post('{"x":1}', json), { tenant: "lumen" }, true)).toEqual({
      ok: true,
      value: { x: 1, tenant: "lumen" },
    })
    expect(await readRequest(post('{"tenant":"harbour"}', json), { tenant: "lumen" }, true)).toMatchObject({
      code: "INVALID_INPUT",
      errors: { tenant: "unknown" },
    })
    expect(await readRequest(new Request(`${url}?tenant=harbour`), { tenant: "lumen" }, false)).toMatchObject(
      { errors: { tenant: "unknown" } },
    )
  })
  test("a field said twice is refused", async () => {
    expect(await readRequest(new Request(`${url}?from=a&from=b`), {}, false)).toMatchObject({
      errors: { from: "duplicate" },
    })
  })
  test("a body is an object", async () => {
    for (const text of ["[]", "null", '"x"', "1"])
      expect(await readRequest(post(text, json), {}, true)).toMatchObject({ code: "MALFORMED" })
  })
  test("__proto__ in a body is a field like any other", async () => {
    const answer = await readRequest(post('{"__proto__":{"admin":true}}', json), { tenant: "lumen" }, true)
    expect((answer as { value: { admin?: boolean } }).value.admin).toBeUndefined()
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })
})

test("complaints name the field and the rule, never what was sent", () => {
  const schema = z.strictObject({
    email: z.email(),
    count: z.int().min(1),
    kind: z.enum(["a"]),
    name: z.string().max(3),
  })
  const parsed = schema.safeParse({
    email: "canary",
    count: 0,
    kind: "canary",
    name: "canary",
    canaryField: 1,
  })
  const complaints = complaintsOf(parsed.error as z.ZodError)
  expect(complaints).toMatchObject({
    email: "not a valid email",
    count: "too short",
    kind: "not one of the permitted values",
    name: "too long",
    canaryField: "unknown",
  })
  expect(JSON.stringify(Object.values(complaints))).not.toContain("canary")
  const missing = schema.safeParse({})
  expect(complaintsOf(missing.error as z.ZodError)).toMatchObject({ email: "required" })
})

test("text that Postgres cannot hold is seen at any depth", () => {
  for (const bad of ["a\0b", "\ud800", ["ok", { deep: ["\udfff"] }]]) expect(isStorable(bad)).toBe(false)
  for (const good of ["ü💥", 1, null, undefined, { a: ["b", true] }]) expect(isStorable(good)).toBe(true)
})

test("closed doors answer: 405 with what is allowed, 404 elsewhere, OPTIONS without any origin", async () => {
  const refuse = refuseMethod("GET")
  const answer = await refuse(post("{}"))
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"])
  const options = await refuse(
    new Request(url, { method: "OPTIONS", headers: { origin: "https://evil.example" } }),
  )
  expect([options.status, options.headers.get("access-control-allow-origin")]).toEqual([204, null])
  expect((await refuseAddress()(new Request(url))).status).toBe(404)
})

test("a door nails its plate to what it makes; request ids are fresh", () => {
  const plate: DoorPlate = { kind: "page", permission: "public:read" }
  const made = plated(() => 1, plate)
  expect((made as unknown as Record<symbol, unknown>)[doorMark]).toBe(plate)
  expect(mintRequestId()).not.toBe(mintRequestId())
})
