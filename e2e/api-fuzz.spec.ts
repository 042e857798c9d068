import { expect, test } from "@playwright/test"
import type { OpenApiDocument } from "#lib/integrations/build-openapi"
import { readStack } from "#tests/support/stack"
import { gatherLiveValues } from "../tests/fuzz/live-values.ts"
import { runFuzz } from "../tests/fuzz/run-fuzz.ts"

// FUZZ_RUNS for more, FUZZ_SEED to send a reported run again.
const runs = Number(process.env.FUZZ_RUNS ?? 5_500)
const seed = process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : undefined

test("whatever is sent to the API, no answer is a 5xx and every answer keeps the document", async () => {
  test.setTimeout(240_000)
  const { appUrl, tenants } = readStack()
  const origin = appUrl.replace("localhost", "127.0.0.1")
  const document = (await (await fetch(`${origin}/api/v1/openapi.json`)).json()) as OpenApiDocument
  const live = await gatherLiveValues(
    origin,
    tenants.map(({ slug }) => slug),
  )
  const seen = await runFuzz({ origin, document, live, runs, seed })
  console.log(
    [...seen]
      .sort()
      .map(([name, count]) => `${String(count).padStart(6)} ${name}`)
      .join("\n"),
  )
  // A fuzz that never gets past the door proves nothing: every operation has to have succeeded as well.
  for (const [path, byMethod] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(byMethod)) {
      const success = Object.keys(operation.responses).find((status) => status.startsWith("2"))
      expect
        .soft(seen.get(`${method.toUpperCase()} ${path} ${success}`) ?? 0, operation.operationId)
        .toBeGreaterThan(0)
    }
  }
})
