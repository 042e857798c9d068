import "server-only"
import { cache } from "react"
import { authClient } from "#lib/session/auth-client"

export type Session = { readonly userId: string; readonly sessionId: string; readonly email: string }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The signed-in person, from claims whose signature was verified. `getSession()` would believe the cookie.
 * Says who; whether the session still stands, and what it may do, is asked of the database on every statement.
 */
export const currentSession = cache(async (): Promise<Session | undefined> => {
  const client = await authClient()
  const { data, error } = await client.auth.getClaims().catch(() => ({ data: null, error: true }))
  if (error || !data) return undefined
  const { sub, session_id: sessionId, email } = data.claims
  if (typeof sub !== "string" || typeof sessionId !== "string" || !uuid.test(sub) || !uuid.test(sessionId))
    return undefined
  return { userId: sub, sessionId, email: typeof email === "string" ? email : "" }
})
