import "server-only"
import type { Role, StaffPermission } from "#lib/access/permissions"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type OwnPowers = {
  readonly displayName: string
  readonly role: Role
  /** Which of the asked permissions the person holds at this moment. For showing or hiding, never for deciding. */
  readonly permissions: readonly StaffPermission[]
}

/** Who the signed-in person is in this practice and what of `asked` the database would let them do now. */
export async function readOwnPowers(
  tx: Tx<StaffPermission>,
  asked: readonly StaffPermission[],
): Promise<Outcome<OwnPowers, "NOT_FOUND">> {
  const row = await tx.first(sql<OwnPowers>`
    select m.display_name as "displayName", m.role,
      array(select p from unnest(${[...asked]}::text[]) as p where app.can(p)) as permissions
    from app.memberships m where m.tenant_id = ${tx.tenantId} and m.user_id = (select app.actor_id())`)
  return row ? ok(row) : refused("NOT_FOUND")
}
