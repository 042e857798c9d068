import "server-only"
import type { CookieOptions } from "@supabase/ssr"

/** `__Host-` ties the cookie to this host, this scheme and the root path: no subdomain can plant one. */
export const sessionCookieName = "__Host-holdfast"

/** A browser forgets a session after half a day. The library's own age is 400 days. */
export const sessionMaxAgeSeconds = 12 * 60 * 60

export const sessionCookieOptions = {
  name: sessionCookieName,
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  path: "/",
  maxAge: sessionMaxAgeSeconds,
} as const

/**
 * What a client of the auth service is shown of the cookies: which there are, so that it can replace them. One that
 * finds an old session in them renews it unasked, as soon as it is made, and spends the refresh token a second time.
 */
export function namesAlone(cookies: readonly { readonly name: string }[]): { name: string; value: string }[] {
  return cookies.map(({ name }) => ({ name, value: "" }))
}

/** `setAll` of @supabase/ssr passes its own age and readability again, whatever was configured. */
export function clampCookie(options: CookieOptions): CookieOptions {
  return {
    httpOnly: true,
    secure: true,
    sameSite: "lax",
    path: "/",
    maxAge: options.maxAge === 0 ? 0 : Math.min(options.maxAge ?? sessionMaxAgeSeconds, sessionMaxAgeSeconds),
  }
}
