import "server-only"
import { env } from "#lib/base/env"
import { plated } from "#lib/entry/door"
import { refuseMethod } from "#lib/entry/refuse-method"
import { buildOpenApi } from "#lib/integrations/build-openapi"

/** The contract of the API. It says nothing of any practice, so that anybody may keep it. */
async function answer(): Promise<Response> {
  return Response.json(buildOpenApi(env().APP_URL), {
    headers: { "content-type": "application/json" },
  })
}

export const GET = plated(answer, { kind: "route", permission: "none" })

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
