import "server-only"
import { type RefusalCode, refusals } from "#lib/base/refusals"

const titles: Readonly<Record<RefusalCode, string>> = {
  INVALID_INPUT: "Some fields are not right",
  MALFORMED: "The request could not be read",
  TOO_LARGE: "The request body is too large",
  UNSUPPORTED_MEDIA_TYPE: "The body must be application/json",
  METHOD_NOT_ALLOWED: "This address does not take that method",
  NOT_ACCEPTABLE: "This address answers with JSON only",
  NOT_SIGNED_IN: "Sign in first",
  FORBIDDEN: "You may not do this",
  CROSS_SITE: "Requests from other sites' pages are refused",
  NOT_FOUND: "There is nothing here",
  SLOT_TAKEN: "This time has just been taken",
  STALE: "This has changed in the meantime",
  HOLD_EXPIRED: "The hold has run out",
  LINK_DEAD: "This link is no longer valid",
  TOO_LATE: "It is too late to change this booking online",
  TOO_SOON: "This time cannot be booked online",
  ILLEGAL_TRANSITION: "The booking is not in a state that allows this",
  NOT_BOOKABLE: "This service cannot be booked like that",
  IDEMPOTENCY_MISMATCH: "This idempotency key was used for another request",
  IDEMPOTENCY_IN_FLIGHT: "The first request with this idempotency key is still running",
  UNAVAILABLE: "Please try again in a moment",
}

/** RFC 9457 problem details. Field complaints name fields and rules, never values. */
export function problem(
  code: RefusalCode,
  requestId: string,
  fieldErrors: Readonly<Record<string, string>> = {},
  headers: Record<string, string> = {},
): Response {
  const status = refusals[code]
  const body = {
    type: `urn:holdfast:problem:${code.toLowerCase().replaceAll("_", "-")}`,
    title: titles[code],
    status,
    code,
    requestId,
    ...(Object.keys(fieldErrors).length > 0 && { errors: fieldErrors }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 503 && { "retry-after": "2" }),
      ...headers,
    },
  })
}
