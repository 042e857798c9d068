import "server-only"
import { plated } from "#lib/entry/door"
import { problem } from "#lib/entry/problem"
import { mintRequestId } from "#lib/entry/request-id"
import { isSameOrigin } from "#lib/entry/same-origin"

/** The door of the few changes that belong to no practice: signing out. Only our own pages may ask for them. */
export function openRoute(run: (request: Request) => Promise<Response>) {
  async function handle(request: Request): Promise<Response> {
    if (!isSameOrigin(request.headers)) return problem("CROSS_SITE", mintRequestId())
    return run(request)
  }
  return plated(handle, { kind: "route", permission: "none" })
}
