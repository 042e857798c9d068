import "server-only"
import { plated } from "#lib/entry/door"
import { problem } from "#lib/entry/problem"
import { mintRequestId } from "#lib/entry/request-id"

/**
 * The closed door: every method that an address does not take. Next's own 405 is empty and names no alternative.
 * OPTIONS says what is allowed and to nobody that it may come from another origin (CORS stays closed).
 */
export function refuseMethod(...allowed: readonly string[]) {
  const takesGet = allowed.includes("GET")
  const allow = [...allowed, ...(takesGet ? ["HEAD"] : []), "OPTIONS"].join(", ")
  async function refuse(request: Request): Promise<Response> {
    if (request.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { allow, "cache-control": "no-store" } })
    }
    return problem("METHOD_NOT_ALLOWED", mintRequestId(), {}, { allow })
  }
  return plated(refuse, { kind: "route", permission: "none" })
}

/** The closed door of addresses that do not exist. */
export function refuseAddress() {
  async function refuse(_request: Request): Promise<Response> {
    return problem("NOT_FOUND", mintRequestId())
  }
  return plated(refuse, { kind: "route", permission: "none" })
}
