import { notFound } from "next/navigation"
import type { ReactNode } from "react"
import type { RefusalCode } from "#lib/base/refusals"
import { Unreachable } from "./unreachable"

/** What every public page answers when it cannot: honest about a fault of ours, "not here" for the rest. */
export function refuseGuest(code: RefusalCode): ReactNode {
  if (code === "UNAVAILABLE") return <Unreachable />
  notFound()
}
