import "server-only"
import { createServerClient } from "@supabase/ssr"
import { cookies } from "next/headers"
import { env } from "#lib/base/env"
import { clampCookie, namesAlone, sessionCookieOptions } from "#lib/session/session-cookies"

/**
 * Supabase Auth for one request, on the server only: tokens never meet JavaScript in a browser. The cookie holds
 * the tokens and nothing about the person ("tokens-only").
 */
export async function authClient() {
  const jar = await cookies()
  return createServerClient(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: sessionCookieOptions,
    cookies: {
      encode: "tokens-only",
      getAll: () => namesAlone(jar.getAll()),
      setAll: (list) => {
        for (const { name, value, options } of list) {
          try {
            jar.set(name, value, clampCookie(options))
          } catch {
            // A page cannot write cookies while it renders. The middleware has already refreshed the session.
            return
          }
        }
      },
    },
  })
}
