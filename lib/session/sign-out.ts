import "server-only"
import { authClient } from "#lib/session/auth-client"

/** Ends this session: the auth server deletes its row, so the database refuses the token from then on. */
export async function signOut(): Promise<void> {
  const client = await authClient()
  await client.auth.signOut({ scope: "local" })
}
