import "server-only"
import { plated } from "#lib/entry/door"
import { refuseMethod } from "#lib/entry/refuse-method"

/** Alive: this process answers. It asks nobody else, so that a sick database does not get healthy servers restarted. */
async function answer(): Promise<Response> {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } })
}

export const GET = plated(answer, { kind: "route", permission: "none" })

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
