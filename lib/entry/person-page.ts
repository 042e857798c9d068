import "server-only"
import { redirect } from "next/navigation"
import type { ReactNode } from "react"
import type { Tx } from "#lib/db/transaction"
import { plated } from "#lib/entry/door"
import { enterAsPerson } from "#lib/entry/enter-as-person"
import { currentSession } from "#lib/session/current-session"

type PersonPageSpec<T> = {
  /** Where signing in returns to. */
  path: string
  run: (tx: Tx<"self:read">) => Promise<T>
  view: (value: T) => ReactNode | Promise<ReactNode>
}

/** The door of pages about the signed-in person, before a practice is chosen. */
export function personPage<T>(spec: PersonPageSpec<T>) {
  async function arrive(): Promise<ReactNode> {
    const session = await currentSession()
    if (!session) redirect(`/sign-in?next=${encodeURIComponent(spec.path)}`)
    const outcome = await enterAsPerson(session, spec.run)
    if (!outcome.ok) throw new Error("database unavailable")
    return spec.view(outcome.value)
  }
  return plated(arrive, { kind: "page", permission: "self:read" })
}
