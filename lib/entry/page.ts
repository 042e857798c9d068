import "server-only"
import { headers } from "next/headers"
import { forbidden, notFound, redirect } from "next/navigation"
import type { ReactNode } from "react"
import type { z } from "zod"
import type { GuestPermission, StaffPermission } from "#lib/access/permissions"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import type { Tx } from "#lib/db/transaction"
import { plated } from "#lib/entry/door"
import { enter } from "#lib/entry/enter"
import { enterAsPerson } from "#lib/entry/enter-as-person"
import { proveCaller } from "#lib/entry/prove-caller"
import { mintRequestId } from "#lib/entry/request-id"
import { isStorable } from "#lib/entry/storable-text"
import { listOwnPractices } from "#lib/members/list-own-practices"
import { currentSession } from "#lib/session/current-session"

type Arrival = {
  params: Promise<Record<string, string | string[] | undefined>>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

type PageSpec<P extends GuestPermission | StaffPermission, I, T, C extends RefusalCode> = {
  permission: P
  /** Parses path and query together. What does not parse is "not found": a page has no field to complain beside. */
  input: z.ZodType<I>
  /** Link token among the input, for pages behind a link. */
  link?: (input: I) => string
  run: (tx: Tx<NoInfer<P>>, input: I) => Promise<Outcome<T, C>>
  view: (value: T, input: I) => ReactNode | Promise<ReactNode>
  /** Shown in place of "not found" for refusals that a visitor can understand: a link that has died, a database away. */
  refuse?: (code: C | RefusalCode, input: I) => ReactNode | Promise<ReactNode>
}

/** The door of pages: parses, proves, reads inside one read-only transaction, then renders outside it. */
export function page<
  P extends GuestPermission | StaffPermission,
  I extends { tenant: string },
  T,
  C extends RefusalCode,
>(spec: PageSpec<P, I, T, C>) {
  async function arrive({ params, searchParams }: Arrival): Promise<ReactNode> {
    const parsed = spec.input.safeParse({ ...(await searchParams), ...(await params) })
    if (!parsed.success || !isStorable(parsed.data)) notFound()
    const caller = await proveCaller(spec.permission, parsed.data.tenant)
    const signInPath = `/sign-in?next=${encodeURIComponent(await here(parsed.data.tenant))}`
    if (!caller.ok) {
      if (caller.code === "NOT_SIGNED_IN") redirect(signInPath)
      if (caller.code === "UNAVAILABLE") return refuse("UNAVAILABLE", parsed.data)
      notFound()
    }
    const outcome = await enter(
      {
        permission: spec.permission,
        ...caller.value,
        purpose: "page",
        requestId: mintRequestId(),
        link: spec.link?.(parsed.data),
        readOnly: true,
      },
      (tx: Tx<P>) => spec.run(tx, parsed.data),
    )
    if (outcome.ok) return spec.view(outcome.value, parsed.data)
    if (outcome.code === "FORBIDDEN") {
      if (caller.value.kind === "member" && !(await signInStands())) redirect(signInPath)
      forbidden()
    }
    return refuse(outcome.code, parsed.data)
  }
  function refuse(code: C | RefusalCode, input: I): ReactNode | Promise<ReactNode> {
    if (spec.refuse) return spec.refuse(code, input)
    if (code === "UNAVAILABLE") throw new Error("database unavailable")
    notFound()
  }
  return plated(arrive, { kind: "page", permission: spec.permission })
}

/**
 * Whether a refusal is about the role or about the sign-in: an access token outlives signing out by up to an hour, and
 * a session that was ended elsewhere has no practice any more.
 */
async function signInStands(): Promise<boolean> {
  const session = await currentSession()
  const practices = session && (await enterAsPerson(session, listOwnPractices))
  return practices?.ok === true && practices.value.length > 0
}

async function here(tenant: string): Promise<string> {
  const path = (await headers()).get("x-holdfast-path")
  return path?.startsWith(`/${tenant}/`) ? path : `/${tenant}/desk`
}
