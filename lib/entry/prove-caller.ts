import "server-only"
import type { GuestPermission, Permission, StaffPermission } from "#lib/access/permissions"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { DatabaseUnavailable } from "#lib/db/database-error"
import { currentSession } from "#lib/session/current-session"
import { findTenantId } from "#lib/tenants/find-tenant"

export type Caller = {
  readonly kind: "guest" | "member"
  readonly tenantId: string
  readonly actorId?: string
  readonly sessionId?: string
}

function isGuestPermission(permission: Permission): permission is GuestPermission {
  return permission.startsWith("public:")
}

/** Finds out who is at the door. What they may do is for the database to say. */
export async function proveCaller(
  permission: GuestPermission | StaffPermission,
  requestedTenantSlug: string,
): Promise<Outcome<Caller, "NOT_FOUND" | "NOT_SIGNED_IN" | "UNAVAILABLE">> {
  try {
    return await prove(permission, requestedTenantSlug)
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return refused("UNAVAILABLE")
    throw error
  }
}

async function prove(
  permission: GuestPermission | StaffPermission,
  requestedTenantSlug: string,
): Promise<Outcome<Caller, "NOT_FOUND" | "NOT_SIGNED_IN">> {
  if (isGuestPermission(permission)) {
    const tenantId = await findTenantId(requestedTenantSlug)
    return tenantId ? ok({ kind: "guest", tenantId }) : refused("NOT_FOUND")
  }
  // Signed in first: a stranger gets the same answer for every slug of the desk.
  const session = await currentSession()
  if (!session) return refused("NOT_SIGNED_IN")
  const tenantId = await findTenantId(requestedTenantSlug)
  if (!tenantId) return refused("NOT_FOUND")
  return ok({ kind: "member", tenantId, actorId: session.userId, sessionId: session.sessionId })
}
