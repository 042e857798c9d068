"use client"

import { CSPProvider } from "@base-ui/react/csp-provider"
import type { ReactNode } from "react"

/** Above everything of Base UI (Dialog, Menu): the styles it would inline are switched off, ours do not need them. */
export function CspProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <CSPProvider nonce={nonce} disableStyleElements>
      {children}
    </CSPProvider>
  )
}
