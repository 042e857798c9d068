import "server-only"
import { cookies } from "next/headers"
import { authClient } from "#lib/session/auth-client"
import { readStoredSession } from "#lib/session/read-stored-session"
import { clampCookie, sessionCookieName } from "#lib/session/session-cookies"

/**
 * Ends this session: the auth server deletes its row, so the database refuses the token from then on. The cookies
 * go whatever the auth server says.
 * @returns whether the auth server has confirmed it.
 */
export async function signOut(): Promise<boolean> {
  const jar = await cookies()
  const stored = await readStoredSession(jar.getAll())
  let ended = true
  if (stored) {
    const client = await authClient()
    const { error } = await client.auth.admin
      .signOut(stored.accessToken, "local")
      .catch(() => ({ error: true as const }))
    ended = !error
  }
  for (const { name } of jar.getAll()) {
    if (name.startsWith(sessionCookieName)) jar.set(name, "", clampCookie({ maxAge: 0 }))
  }
  return ended
}
