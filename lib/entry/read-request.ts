import "server-only"
import { type Ok, ok } from "#lib/base/outcome"
import { readJsonBody } from "#lib/entry/read-body"

type Params = Readonly<Record<string, string | string[] | undefined>>
type Unreadable = "MALFORMED" | "TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "INVALID_INPUT"

/** Like a refusal, with the rule that each field breaks. */
export type Complaint = {
  readonly ok: false
  readonly code: Unreadable
  readonly errors: Record<string, string>
}

/**
 * One flat object of everything a request says: its path, and either its query (GET) or its JSON body (the rest).
 * A field that is said twice is refused rather than guessed at: in one of the two places somebody else reads it.
 */
export async function readRequest(
  request: Request,
  params: Params,
  mutates: boolean,
): Promise<Ok<Record<string, unknown>> | Complaint> {
  const query = new URL(request.url).searchParams
  const errors: Record<string, string> = {}
  for (const name of new Set(query.keys())) {
    if (mutates || name in params) errors[short(name)] = "unknown"
    else if (query.getAll(name).length > 1) errors[short(name)] = "duplicate"
  }
  if (Object.keys(errors).length > 0) return { ok: false, code: "INVALID_INPUT", errors }
  if (!mutates) return ok({ ...Object.fromEntries(query), ...params })
  if (!hasBody(request.headers)) return ok({ ...params })
  const body = await readJsonBody(request)
  if (!body.ok) return { ok: false, code: body.code, errors: {} }
  if (typeof body.value !== "object" || body.value === null || Array.isArray(body.value)) {
    return { ok: false, code: "MALFORMED", errors: {} }
  }
  const said = Object.keys(body.value).filter((name) => Object.hasOwn(params, name))
  if (said.length > 0) {
    return {
      ok: false,
      code: "INVALID_INPUT",
      errors: Object.fromEntries(said.map((name) => [short(name), "unknown"])),
    }
  }
  return ok({ ...body.value, ...params })
}

/** Next hands every mutating request a stream; only the headers say whether there is something in it (RFC 9112 §6.3). */
function hasBody(headers: Headers): boolean {
  return headers.has("transfer-encoding") || (headers.get("content-length") ?? "0") !== "0"
}

/** Names that a caller made up are echoed, but not at any length. */
export function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}
