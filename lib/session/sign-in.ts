import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { authClient } from "#lib/session/auth-client"
import type { Session } from "#lib/session/current-session"

/** Milliseconds. A refusal takes at least this long, whether or not a password hash was computed for it. */
const refusalTakesMs = 700

/** Signs in with e-mail and password. One answer for an unknown address, a wrong password and an unconfirmed one. */
export async function signIn(credentials: {
  email: string
  password: string
}): Promise<Outcome<Session, "NOT_SIGNED_IN" | "UNAVAILABLE">> {
  const client = await authClient()
  const soonest = new Promise((resolve) => setTimeout(resolve, refusalTakesMs))
  const { data, error } = await client.auth
    .signInWithPassword(credentials)
    .catch(() => ({ data: null, error: { status: undefined } }))
  if (!error && data?.session) {
    const claims = await client.auth.getClaims(data.session.access_token)
    const { sub, session_id: sessionId } = claims.data?.claims ?? {}
    if (typeof sub !== "string" || typeof sessionId !== "string") return refused("UNAVAILABLE")
    return ok({ userId: sub, sessionId, email: credentials.email })
  }
  await soonest
  return refused(error?.status && error.status < 500 ? "NOT_SIGNED_IN" : "UNAVAILABLE")
}
