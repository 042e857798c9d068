import fc from "fast-check"
import type { OpenApiDocument } from "#lib/integrations/build-openapi"
import { judgeResponse } from "./judge-response.ts"
import { harvest, type LiveValues } from "./live-values.ts"
import { cook, recipes } from "./request-arbitrary.ts"
import { sendRequest } from "./send-request.ts"

type Fuzz = { origin: string; document: OpenApiDocument; live: LiveValues; runs: number; seed?: number }

/**
 * Sends `runs` requests made from the document and judges every answer by it.
 * @returns how often each "METHOD template status" was seen.
 * @throws with the smallest request whose answer breaks a promise, and the seed to send it again.
 */
export async function runFuzz({ origin, document, live, runs, seed }: Fuzz): Promise<Map<string, number>> {
  const judge = judgeResponse(document)
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(recipes(document), async (recipe) => {
      const request = cook(recipe, document, live)
      const response = await sendRequest(origin, request)
      harvest(live, request.tenant, response)
      const name = `${request.method} ${request.template ?? "elsewhere"} ${response.status}`
      seen.set(name, (seen.get(name) ?? 0) + 1)
      const complaints = judge(request, response)
      if (complaints.length > 0) {
        const body = request.body && Buffer.from(request.body).toString("utf8").slice(0, 500)
        throw new Error(`${complaints.join("; ")}\n${JSON.stringify({ ...request, body })}`)
      }
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  )
  return seen
}
