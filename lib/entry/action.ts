import "server-only"
import { headers } from "next/headers"
import { redirect } from "next/navigation"
import type { z } from "zod"
import type { GuestPermission, StaffPermission } from "#lib/access/permissions"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import type { Tx } from "#lib/db/transaction"
import { plated } from "#lib/entry/door"
import { enter } from "#lib/entry/enter"
import { proveCaller } from "#lib/entry/prove-caller"
import { mintRequestId } from "#lib/entry/request-id"
import { isSameOrigin } from "#lib/entry/same-origin"
import { isStorable } from "#lib/entry/storable-text"

/** What a form shows after it was sent: nothing yet, a refusal with the fields to mend, or a result. */
export type FormState<T = unknown> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly value: T }
  | {
      readonly status: "refused"
      readonly code: RefusalCode
      /** Field name → message key of the `errors` namespace. */
      readonly fieldErrors: Readonly<Record<string, string>>
      /** What was typed, so that nothing is lost. */
      readonly typed: Readonly<Record<string, string>>
    }

type ActionSpec<P extends GuestPermission | StaffPermission, I, T, C extends RefusalCode> = {
  /** Stable name: scopes idempotency keys and stands in the audit log as purpose. */
  name: string
  permission: P
  input: z.ZodType<I>
  /** "mint" for actions that make a hold; otherwise picks the presented link token from the input. */
  link?: "mint" | ((input: I) => string)
  run: (tx: Tx<NoInfer<P>>, input: I) => Promise<Outcome<T, C>>
  /** Where to go after success. Without it the form gets the value. */
  next?: (value: T, input: I) => string
}

/** A key of a form, made when the form was rendered: sending it twice is doing it once. */
const keyShape = /^[A-Za-z0-9_-]{16,64}$/

/**
 * The door of server actions. Every form carries `tenant` and `idempotencyKey`; Origin and Sec-Fetch-Site must be
 * ours; input is parsed; the database agrees to the permission before `run` is called.
 */
export function action<
  P extends GuestPermission | StaffPermission,
  I extends { tenant: string },
  T,
  C extends RefusalCode,
>(spec: ActionSpec<P, I, T, C>) {
  async function act(_previous: FormState<T>, form: FormData): Promise<FormState<T>> {
    // Anybody can call an action, with anything.
    if (!(form instanceof FormData))
      return { status: "refused", code: "MALFORMED", fieldErrors: {}, typed: {} }
    const typed = readTyped(form)
    const refuse = (code: RefusalCode, fieldErrors: Record<string, string> = {}): FormState<T> => ({
      status: "refused",
      code,
      fieldErrors,
      typed,
    })
    if (!isSameOrigin(await headers())) return refuse("CROSS_SITE")
    const key = form.get("idempotencyKey")
    if (typeof key !== "string" || !keyShape.test(key)) return refuse("MALFORMED")
    const parsed = spec.input.safeParse(readFields(form))
    if (!parsed.success) return refuse("INVALID_INPUT", fieldErrorsOf(parsed.error))
    if (!isStorable(parsed.data)) return refuse("INVALID_INPUT")
    const caller = await proveCaller(spec.permission, parsed.data.tenant)
    if (!caller.ok) return refuse(caller.code)
    const link = typeof spec.link === "function" ? spec.link(parsed.data) : spec.link
    const outcome = await enter(
      {
        permission: spec.permission,
        ...caller.value,
        purpose: spec.name,
        requestId: mintRequestId(),
        link,
        idempotency: { key, request: parsed.data },
      },
      (tx: Tx<P>) => spec.run(tx, parsed.data),
    )
    if (!outcome.ok)
      return refuse(outcome.code, Object.fromEntries((outcome.fields ?? []).map((f) => [f, outcome.code])))
    if (spec.next) redirect(spec.next(outcome.value, parsed.data))
    return { status: "done", value: outcome.value }
  }
  return plated(act, { kind: "action", permission: spec.permission })
}

const internal = /^(\$ACTION|idempotencyKey$)/

/** Fields that occur more than once become arrays. */
function readFields(form: FormData): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const name of new Set(form.keys())) {
    if (internal.test(name)) continue
    const all = form.getAll(name)
    fields[name] = all.length > 1 ? all : all[0]
  }
  return fields
}

function readTyped(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {}
  for (const [name, value] of form) {
    if (typeof value === "string" && !internal.test(name) && !/password/i.test(name))
      typed[name] = value.slice(0, 2_000)
  }
  return typed
}

/** First complaint per field; its message is a key of the `errors` namespace. */
export function fieldErrorsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) errors[String(issue.path[0] ?? "form")] ??= issue.message
  return errors
}
