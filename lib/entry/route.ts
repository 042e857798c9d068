import "server-only"
import type { z } from "zod"
import type { GuestPermission, StaffPermission } from "#lib/access/permissions"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import type { Tx } from "#lib/db/transaction"
import { fieldErrorsOf } from "#lib/entry/action"
import { plated } from "#lib/entry/door"
import { enter } from "#lib/entry/enter"
import { problem } from "#lib/entry/problem"
import { proveCaller } from "#lib/entry/prove-caller"
import { readJsonBody } from "#lib/entry/read-body"
import { mintRequestId } from "#lib/entry/request-id"
import { isForeignPage, isSameOrigin } from "#lib/entry/same-origin"

type RouteSpec<P extends GuestPermission | StaffPermission, I, T, C extends RefusalCode> = {
  /** Stable name: scopes idempotency keys and stands in the audit log as purpose. */
  name: string
  method: "GET" | "POST" | "PATCH" | "DELETE"
  permission: P
  /** Parses path, query and body together; the path wins over the query, the query over the body. */
  input: z.ZodType<I>
  link?: "mint" | ((input: I) => string)
  run: (tx: Tx<NoInfer<P>>, input: I) => Promise<Outcome<T, C>>
  /** 200 with the value as JSON unless said otherwise. */
  status?: number
  /** Another form than JSON, for a GET (a calendar file, say). The door adds its headers. */
  respond?: (value: T, input: I) => Response | Promise<Response>
}

const keyShape = /^[\x21-\x7e]{8,128}$/

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
  async function handle(
    request: Request,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response> {
    const requestId = mintRequestId()
    const mutates = spec.method !== "GET"
    const guest = spec.permission.startsWith("public:")
    if (mutates && (guest ? isForeignPage(request.headers) : !isSameOrigin(request.headers))) {
      return problem("CROSS_SITE", requestId)
    }
    const body = mutates && request.body ? await readJsonBody(request) : undefined
    if (body && !body.ok) return problem(body.code, requestId)
    if (body && (typeof body.value !== "object" || body.value === null || Array.isArray(body.value))) {
      return problem("MALFORMED", requestId)
    }
    const query = Object.fromEntries(new URL(request.url).searchParams)
    const parsed = spec.input.safeParse({
      ...(body?.value as object | undefined),
      ...query,
      ...(await context.params),
    })
    if (!parsed.success) return problem("INVALID_INPUT", requestId, fieldErrorsOf(parsed.error))
    const key = request.headers.get("idempotency-key")
    if (mutates && (key === null || !keyShape.test(key))) {
      return problem("MALFORMED", requestId, { "Idempotency-Key": "required" })
    }
    const caller = await proveCaller(spec.permission, parsed.data.tenant).catch(() => undefined)
    if (!caller) return problem("UNAVAILABLE", requestId)
    if (!caller.ok) return problem(caller.code, requestId)
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
        Object.fromEntries((outcome.fields ?? []).map((f) => [f, outcome.code])),
      )
    }
    const response = spec.respond
      ? await spec.respond(outcome.value, parsed.data)
      : Response.json(outcome.value, { status: spec.status ?? 200 })
    response.headers.set("cache-control", "no-store")
    response.headers.set("x-request-id", requestId)
    return response
  }
  return plated(handle, { kind: "route", permission: spec.permission })
}
