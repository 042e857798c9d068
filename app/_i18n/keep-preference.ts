import "server-only"
import { safeReturnPath } from "#lib/base/safe-return-path"
import { problem } from "#lib/entry/problem"
import { mintRequestId } from "#lib/entry/request-id"
import { isSameOrigin } from "#lib/entry/same-origin"

type Preference = { field: string; cookieName: string; accepts: (value: string) => boolean }

const oneYearSeconds = 365 * 24 * 60 * 60

/** Takes one choice from a form, keeps it in a cookie, and goes back where the visitor was (303, so with GET). */
export async function keepPreference(request: Request, preference: Preference): Promise<Response> {
  const requestId = mintRequestId()
  if (!isSameOrigin(request.headers)) return problem("CROSS_SITE", requestId)
  if (!request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) {
    return problem("UNSUPPORTED_MEDIA_TYPE", requestId)
  }
  if (!(Number(request.headers.get("content-length")) <= 4096)) return problem("TOO_LARGE", requestId)
  const form = new URLSearchParams(await request.text())
  const value = form.get(preference.field) ?? ""
  if (!preference.accepts(value))
    return problem("INVALID_INPUT", requestId, { [preference.field]: "unknown" })
  return new Response(null, {
    status: 303,
    headers: {
      location: safeReturnPath(form.get("return") ?? refererPath(request)),
      "set-cookie": `${preference.cookieName}=${value}; Path=/; Max-Age=${oneYearSeconds}; Secure; HttpOnly; SameSite=Lax`,
      "cache-control": "no-store",
    },
  })
}

/** The Origin check has already passed, so that only the path of the referring page matters. */
function refererPath(request: Request): string {
  const referer = request.headers.get("referer") ?? ""
  if (!URL.canParse(referer)) return "/"
  const { pathname, search } = new URL(referer)
  return pathname + search
}
