import "server-only"
import type { Role } from "#lib/access/permissions"
import { type Outcome, ok } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"
import { readOwnPowers } from "#lib/members/read-own-powers"
import { readTenant, type Tenant } from "#lib/tenants/read-tenant"

/** What every page of the desk shows around its content. */
export type OwnDesk = {
  readonly tenant: Tenant
  readonly person: { readonly displayName: string; readonly role: Role }
  /** What to offer. Whether it may be done is decided again at each door. */
  readonly may: {
    readonly writeBookings: boolean
    readonly readCustomers: boolean
    readonly writeCustomers: boolean
  }
}

const asked = ["bookings:write", "customers:read", "customers:write"] as const

/** The practice and the person at its desk. */
export async function readOwnDesk(
  tx: Tx<"bookings:read" | "bookings:write" | "customers:read">,
): Promise<Outcome<OwnDesk, "NOT_FOUND">> {
  const [tenant, powers] = await Promise.all([readTenant(tx), readOwnPowers(tx, asked)])
  if (!tenant.ok) return tenant
  if (!powers.ok) return powers
  const { displayName, role, permissions } = powers.value
  return ok({
    tenant: tenant.value,
    person: { displayName, role },
    may: {
      writeBookings: permissions.includes("bookings:write"),
      readCustomers: permissions.includes("customers:read"),
      writeCustomers: permissions.includes("customers:write"),
    },
  })
}
