import { expect, test } from "@playwright/test"
import fc from "fast-check"
import { type Asking, askServer } from "#tests/support/ask-server"
import { signInAs } from "#tests/support/sign-in"
import { readStack } from "#tests/support/stack"
import { textFor } from "../tests/fuzz/value-arbitrary.ts"

// The pages, and the routes behind them, with ids, dates and words that nobody should send.

const { appUrl } = readStack()
const runs = Number(process.env.FUZZ_PAGE_RUNS ?? 700)
const seed = process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : undefined

const date = textFor("from")
const id = textFor("service")
const token = textFor("token")
const word = textFor("text")

const query = fc
  .dictionary(
    fc.constantFrom(
      "date",
      "practitioner",
      "service",
      "booking",
      "customer",
      "who",
      "at",
      "text",
      "view",
      "did",
      "v",
      "next",
      "month",
      "slot",
      "done",
      "startsAt",
    ),
    fc.oneof(date, id, word, textFor("startsAt")),
    { maxKeys: 4 },
  )
  .map((entries) =>
    Object.entries(entries).map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`),
  )

const segment = (arbitrary: fc.Arbitrary<string>) =>
  arbitrary.map((text) => encodeURIComponent(text.toWellFormed()))

const guestPaths = fc.oneof(
  fc.constantFrom("/lumen", "/sign-in", "/practices", "/developers", "/lumen/book/first-consultation"),
  segment(word).map((one) => `/${one}`),
  fc.tuple(segment(word), segment(word)).map(([tenant, service]) => `/${tenant}/book/${service}`),
  segment(word).map((service) => `/lumen/book/${service}`),
  fc
    .tuple(fc.constantFrom("hold", "booking", "move", "cancel"), segment(token))
    .map(([kind, one]) => `/lumen/${kind}/${one}`),
  segment(token).map((one) => `/lumen/booking/${one}/calendar.ics`),
)

const deskPaths = fc
  .oneof(
    fc.constantFrom("", "/book", "/customers", "/pulse", "/customers/search"),
    segment(id).map((one) => `/bookings/${one}`),
    segment(id).map((one) => `/bookings/${one}/move`),
    segment(id).map((one) => `/customers/${one}`),
  )
  .map((path) => `/lumen/desk${path}`)

async function fuzz(paths: fc.Arbitrary<string>, asking: Asking): Promise<Map<number, number>> {
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(paths, query, async (path, parameters) => {
      const address = parameters.length > 0 ? `${path}?${parameters.join("&")}` : path
      const { status, text } = await askServer(appUrl, address, asking)
      seen.set(status, (seen.get(status) ?? 0) + 1)
      if (status >= 500) throw new Error(`${status} at ${address}`)
      // An error that its boundary has caught comes with 200; React leaves the digest of it in the markup.
      if (text.includes("data-dgst")) throw new Error(`an error page at ${address}`)
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  )
  return seen
}

test("no address of a guest's page breaks it", async () => {
  test.setTimeout(180_000)
  const seen = await fuzz(guestPaths, {})
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 404]))
})

test("no address of the desk breaks it", async ({ browser }) => {
  test.setTimeout(180_000)
  const cookie = await signInAs(browser, "lumen", "reception")
  const seen = await fuzz(deskPaths, { headers: { cookie } })
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 404, 422]))
})
