import "server-only"
import { headers } from "next/headers"
import { redirect } from "next/navigation"
import type { z } from "zod"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { type FormState, fieldErrorsOf } from "#lib/entry/action"
import { plated } from "#lib/entry/door"
import { isSameOrigin } from "#lib/entry/same-origin"

type OpenActionSpec<I, T, C extends RefusalCode> = {
  /** Stable name, for the doors test and for logs. */
  name: string
  input: z.ZodType<I>
  run: (input: I) => Promise<Outcome<T, C>>
  /** Where to go after success. */
  next: (value: T, input: I) => string
}

/**
 * The door of the actions before anybody is known: signing in. It opens no tenant and mints no handle. Origin and
 * Sec-Fetch-Site must be ours, or another site could sign its visitor in as somebody else.
 */
export function openAction<I, T, C extends RefusalCode>(spec: OpenActionSpec<I, T, C>) {
  async function act(_previous: FormState<T>, form: FormData): Promise<FormState<T>> {
    // Anybody can call an action, with anything.
    if (!(form instanceof FormData))
      return { status: "refused", code: "MALFORMED", fieldErrors: {}, typed: {} }
    const fields = Object.fromEntries(
      [...form].filter(([name, value]) => typeof value === "string" && !name.startsWith("$ACTION")),
    ) as Record<string, string>
    const refuse = (code: RefusalCode, fieldErrors: Record<string, string> = {}): FormState<T> => ({
      status: "refused",
      code,
      fieldErrors,
      typed: Object.fromEntries(
        Object.entries(fields)
          .filter(([name]) => !/password/i.test(name))
          .map(([name, value]) => [name, value.slice(0, 2_000)]),
      ),
    })
    if (!isSameOrigin(await headers())) return refuse("CROSS_SITE")
    const parsed = spec.input.safeParse(fields)
    if (!parsed.success) return refuse("INVALID_INPUT", fieldErrorsOf(parsed.error))
    const outcome = await spec.run(parsed.data)
    if (!outcome.ok) return refuse(outcome.code)
    redirect(spec.next(outcome.value, parsed.data))
  }
  return plated(act, { kind: "action", permission: "none" })
}
