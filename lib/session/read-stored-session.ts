import "server-only"
import { combineChunks, stringFromBase64URL } from "@supabase/ssr"
import { z } from "zod/mini"
import { sessionCookieName } from "#lib/session/session-cookies"

export type StoredSession = {
  readonly accessToken: string
  readonly refreshToken: string
  /** Epoch seconds, as the cookie claims: good for deciding when to renew, never for trusting. */
  readonly expiresAt: number
}

const shape = z.object({ access_token: z.string(), refresh_token: z.string(), expires_at: z.number() })

/** The tokens in the session cookie, unverified; undefined when there are none that can be read. */
export async function readStoredSession(
  cookies: readonly { readonly name: string; readonly value: string }[],
): Promise<StoredSession | undefined> {
  const byName = new Map(cookies.map(({ name, value }) => [name, value]))
  const stored = await combineChunks(sessionCookieName, (name) => byName.get(name))
  if (!stored?.startsWith("base64-")) return undefined
  try {
    const parsed = shape.safeParse(JSON.parse(stringFromBase64URL(stored.slice("base64-".length))))
    if (!parsed.success) return undefined
    const { access_token, refresh_token, expires_at } = parsed.data
    return { accessToken: access_token, refreshToken: refresh_token, expiresAt: expires_at }
  } catch {
    // A cookie that somebody has tampered with is no session.
    return undefined
  }
}
