import "server-only"
import type { Role } from "#lib/access/permissions"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type OwnPractice = { readonly tenantId: string; readonly slug: string; readonly role: Role }

/** The practices where this person is an active member; none as soon as the sign-in has been ended. */
export async function listOwnPractices(tx: Tx<"self:read">): Promise<OwnPractice[]> {
  return tx.all(sql<OwnPractice>`select tenant_id as "tenantId", slug, role from app.own_memberships()`)
}
