import "server-only"
import type { z } from "zod"
import type { GuestPermission, StaffPermission } from "#lib/access/permissions"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import type { Tx } from "#lib/db/transaction"
import { complaintsOf } from "#lib/entry/complaints-of"
import { plated } from "#lib/entry/door"
import { enter } from "#lib/entry/enter"
import { problem } from "#lib/entry/problem"
import { proveCaller } from "#lib/entry/prove-caller"
import { readRequest } from "#lib/entry/read-request"
import { mintRequestId } from "#lib/entry/request-id"
import { isForeignPage, isSameOrigin } from "#lib/entry/same-origin"
import { isStorable } from "#lib/entry/storable-text"

type RouteSpec<P extends GuestPermission | StaffPermission, I, T, C extends RefusalCode> = {
  /** Stable name: scopes idempotency keys and stands in the audit log as purpose. */
  name: string
  method: "GET" | "POST" | "PATCH" | "DELETE"
  permission: P
  /** Parses the path together with the query (GET) or the JSON body (the rest). */
  input: z.ZodType<I>
  link?: "mint" | ((input: I) => string)
  /** Asked before a transaction is opened. True: nothing is done after all, and the answer is 204. */
  unless?: (input: I) => Promise<boolean>
  run: (tx: Tx<NoInfer<P>>, input: I) => Promise<Outcome<T, C>>
  /** 200 with the value as JSON unless said otherwise; 204 tells nothing. */
  status?: number
  /** Another form than JSON (a calendar file, say). The door adds its own headers. */
  respond?: (value: T, input: I) => Response | Promise<Response>
}

// Guests of a practice share one scope, so a key has to be hard to guess: sixteen characters are a UUID's half.
const keyShape = /^[\x21-\x7e]{16,128}$/

/**
 * The door of route handlers. Mutations need an `Idempotency-Key`; problems are RFC 9457; nothing is cached and no
 * other origin is allowed to read.
 */
export function route<
  P extends GuestPermission | StaffPermission,
  I extends { tenant: string },
  T,
  C extends RefusalCode,
>(spec: RouteSpec<P, I, T, C>) {
  const mutates = spec.method !== "GET"
  const guest = spec.permission.startsWith("public:")
  async function handle(
    request: Request,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response> {
    const requestId = mintRequestId()
    if (mutates && (guest ? isForeignPage(request.headers) : !isSameOrigin(request.headers))) {
      return problem("CROSS_SITE", requestId)
    }
    const params = await context.params
    const said = await readRequest(request, params, mutates)
    if (!said.ok) return problem(said.code, requestId, said.errors)
    const parsed = spec.input.safeParse(said.value)
    if (!parsed.success) {
      // An address of an impossible shape is an address that does not exist.
      const isAddress = parsed.error.issues.some((issue) => String(issue.path[0]) in params)
      return isAddress
        ? problem("NOT_FOUND", requestId)
        : problem("INVALID_INPUT", requestId, complaintsOf(parsed.error))
    }
    if (!isStorable(parsed.data)) return problem("INVALID_INPUT", requestId, { body: "not text" })
    const key = request.headers.get("idempotency-key")
    if (mutates && (key === null || !keyShape.test(key))) {
      return problem("MALFORMED", requestId, { "Idempotency-Key": key === null ? "required" : "not valid" })
    }
    const caller = await proveCaller(spec.permission, parsed.data.tenant).catch(() => undefined)
    if (!caller) return problem("UNAVAILABLE", requestId)
    if (!caller.ok) return problem(caller.code, requestId)
    const headers = { "cache-control": "no-store", "x-request-id": requestId }
    if (await spec.unless?.(parsed.data)) return new Response(null, { status: 204, headers })
    const outcome = await enter(
      {
        permission: spec.permission,
        ...caller.value,
        purpose: spec.name,
        requestId,
        link: typeof spec.link === "function" ? spec.link(parsed.data) : spec.link,
        idempotency: key !== null && mutates ? { key, request: parsed.data } : undefined,
        readOnly: !mutates,
      },
      (tx: Tx<P>) => spec.run(tx, parsed.data),
    )
    if (!outcome.ok) {
      return problem(
        outcome.code,
        requestId,
        Object.fromEntries((outcome.fields ?? []).map((field) => [field, outcome.code])),
      )
    }
    if (spec.respond) {
      const response = await spec.respond(outcome.value, parsed.data)
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
      return response
    }
    return spec.status === 204
      ? new Response(null, { status: 204, headers })
      : Response.json(outcome.value, { status: spec.status ?? 200, headers })
  }
  return plated(handle, { kind: "route", permission: spec.permission })
}
