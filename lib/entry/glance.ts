import "server-only"
import { cache } from "react"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import type { Tx } from "#lib/db/transaction"
import { enter } from "#lib/entry/enter"
import { proveCaller } from "#lib/entry/prove-caller"
import { mintRequestId } from "#lib/entry/request-id"
import { readTenant, type Tenant } from "#lib/tenants/read-tenant"

/**
 * What a layout or a title may know: the public facts of one practice, read once per request as a guest.
 * Shape only; whatever matters is asked again at the door of the page.
 */
export const glanceAtTenant = cache(async (requestedSlug: string): Promise<Outcome<Tenant, RefusalCode>> => {
  const caller = await proveCaller("public:read", requestedSlug)
  if (!caller.ok) return caller
  return enter(
    {
      permission: "public:read",
      ...caller.value,
      purpose: "glance",
      requestId: mintRequestId(),
      readOnly: true,
    },
    (tx: Tx<"public:read">) => readTenant(tx),
  )
})
