import "server-only"
import { cookies } from "next/headers"
import { cache } from "react"
import { authClient } from "#lib/session/auth-client"
import { readStoredSession } from "#lib/session/read-stored-session"

export type Session = { readonly userId: string; readonly sessionId: string; readonly email: string }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The signed-in person, from claims whose signature was verified. `getSession()` would believe the cookie.
 * Says who; whether the session still stands, and what it may do, is asked of the database on every statement.
 *
 * The token is handed over rather than looked up by the client: that would renew an old one here, where a page
 * cannot keep the new pair, and the next use of the spent refresh token would end the whole session.
 */
export const currentSession = cache(async (): Promise<Session | undefined> => {
  const stored = await readStoredSession((await cookies()).getAll())
  if (!stored) return undefined
  const client = await authClient()
  const { data, error } = await client.auth
    .getClaims(stored.accessToken)
    .catch(() => ({ data: null, error: true }))
  if (error || !data) return undefined
  const { sub, session_id: sessionId, email } = data.claims
  if (typeof sub !== "string" || typeof sessionId !== "string" || !uuid.test(sub) || !uuid.test(sessionId))
    return undefined
  return { userId: sub, sessionId, email: typeof email === "string" ? email : "" }
})
