import "server-only"
import { plated } from "#lib/entry/door"
import { refuseMethod } from "#lib/entry/refuse-method"
import { checkReadiness } from "#lib/integrations/check-readiness"

/** Ready to serve: every part by name, well or not, and nothing more. 503 takes this process out of the rotation. */
async function answer(): Promise<Response> {
  const readiness = await checkReadiness()
  return Response.json(readiness, {
    status: readiness.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  })
}

export const GET = plated(answer, { kind: "route", permission: "none" })

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
