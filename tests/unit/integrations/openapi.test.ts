import { readdirSync } from "node:fs"
import { Validator } from "@seriousme/openapi-schema-validator"
import { describe, expect, it } from "vitest"
import { refusals } from "#lib/base/refusals"
import { apiOperations, refusalsOf } from "#lib/integrations/api-operations"
import { availabilityInput, bookingInput, holdInput } from "#lib/integrations/api-schemas"
import { buildOpenApi } from "#lib/integrations/build-openapi"

const document = buildOpenApi("https://holdfast.example")

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(document) as never)
    expect(result).toMatchObject({ valid: true })
    expect(validator.version).toBe("3.1")
  })

  it("documents every route file of the API and no other", () => {
    const folder = new URL("../../../app/api/v1/", import.meta.url)
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    const addresses = files
      .filter((file) => file.endsWith("route.ts") && file.startsWith("["))
      .map(
        (file) =>
          `/api/v1/${file
            .replace(/\/route\.ts$/, "")
            .replaceAll("[", "{")
            .replaceAll("]", "}")}`,
      )
    expect(Object.keys(document.paths).sort()).toEqual(addresses.sort())
  })

  it("names every refusal with the status that carries it", () => {
    for (const operation of apiOperations) {
      const responses = document.paths[operation.path]?.[operation.method.toLowerCase()]?.responses
      for (const code of refusalsOf(operation)) {
        expect(responses?.[String(refusals[code])]?.description).toContain(code)
      }
    }
  })

  it("asks for an idempotency key wherever something changes, and nowhere else", () => {
    for (const methods of Object.values(document.paths)) {
      for (const [method, { parameters }] of Object.entries(methods)) {
        expect(parameters.some(({ name }) => name === "Idempotency-Key")).toBe(method !== "get")
      }
    }
  })
})

const service = "0b6f0a52-8f0f-4a53-9f7e-0f5f3c7d1a11"

describe("fields of the API", () => {
  const dates = (from: string, to = from) =>
    availabilityInput.safeParse({ tenant: "lumen", service, from, to }).success
  it.each(["2026-12-01", "2028-02-29", "2000-01-01", "2099-12-31"])("takes the date %s", (date) => {
    expect(dates(date)).toBe(true)
  })
  it.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "1999-12-31",
    "2100-01-01",
    "0000-01-01",
    "9999-12-31",
    "+012026-01-01",
    "2026-12-01T00:00",
    "２０２６-12-01",
    " 2026-12-01",
    "2026-12-01\n",
    "today",
    "",
    "NaN",
  ])("refuses the date %j", (date) => {
    expect(dates(date)).toBe(false)
  })

  const starts = (startsAt: unknown) =>
    holdInput.safeParse({ tenant: "lumen", serviceId: service, startsAt }).success
  it.each(["2026-12-01T09:00:00+01:00", "2026-12-01T09:00:00Z", "2026-12-01T09:00:00.000-08:00"])(
    "takes the instant %s",
    (instant) => {
      expect(starts(instant)).toBe(true)
    },
  )
  it.each([
    "2026-12-01T09:00:00",
    "2026-12-01 09:00:00Z",
    "2026-12-01T24:00:00Z",
    "2026-12-01T09:60:00Z",
    "2026-02-30T09:00:00Z",
    "2026-12-01T09:00:00+25:00",
    "2026-12-01T09:00:00[Europe/Berlin]",
    "9999-12-31T23:59:59Z",
    "-000001-01-01T00:00:00Z",
    `2026-12-01T09:00:00.${"0".repeat(60)}Z`,
    1_795_000_000,
    null,
    {},
    [],
  ])("refuses the instant %j", (instant) => {
    expect(starts(instant)).toBe(false)
  })

  const person = { tenant: "lumen", holdToken: "a".repeat(43), fullName: "Ada", email: "ada@example.org" }
  it("trims a name, takes any script, and refuses control characters, emptiness and length", () => {
    expect(bookingInput.parse({ ...person, fullName: "  Çağla Öz 陳  " }).fullName).toBe("Çağla Öz 陳")
    for (const fullName of [
      "",
      "   ",
      "a".repeat(121),
      "Ada\r\nBcc: all@example.org",
      "A\0",
      7,
      null,
      ["Ada"],
    ])
      expect(bookingInput.safeParse({ ...person, fullName }).success).toBe(false)
  })
  it.each([
    { state: "confirmed" },
    { priceCents: 0 },
    { tenantId: service },
    { customerId: service },
    { __proto__x: 1 },
  ])("refuses what is not for the caller to say: %j", (more) => {
    expect(bookingInput.safeParse({ ...person, ...more }).success).toBe(false)
  })
})
