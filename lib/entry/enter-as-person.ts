import "server-only"
import { env } from "#lib/base/env"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { DatabaseUnavailable } from "#lib/db/database-error"
import { pool } from "#lib/db/pool"
import { type Tx, withTransaction } from "#lib/db/transaction"
import { mintRequestId } from "#lib/entry/request-id"
import type { Session } from "#lib/session/current-session"

/** Before a practice is chosen: a reading transaction of one signed-in person in no tenant. Walls show it no row. */
export async function enterAsPerson<T>(
  session: Session,
  work: (tx: Tx<"self:read">) => Promise<T>,
): Promise<Outcome<T, "UNAVAILABLE">> {
  try {
    const value = await withTransaction(
      pool(),
      {
        claims: {
          kind: "member",
          tenantId: null,
          actorId: session.userId,
          sessionId: session.sessionId,
          purpose: "self",
          requestId: mintRequestId(),
        },
        permission: null,
        sealKey: Buffer.from(env().SEAL_KEY, "base64"),
        now: new Date(),
        readOnly: true,
      },
      work,
    )
    return ok(value)
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return refused("UNAVAILABLE")
    throw error
  }
}
