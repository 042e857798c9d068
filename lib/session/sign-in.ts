import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { authClient } from "#lib/session/auth-client"

/** Signs in with e-mail and password. One answer for an unknown address, a wrong password and an unconfirmed one. */
export async function signIn(credentials: {
  email: string
  password: string
}): Promise<Outcome<null, "NOT_SIGNED_IN" | "UNAVAILABLE">> {
  const client = await authClient()
  const { error } = await client.auth.signInWithPassword(credentials)
  if (!error) return ok(null)
  return refused(error.status && error.status < 500 ? "NOT_SIGNED_IN" : "UNAVAILABLE")
}
