import "server-only"
import { createServerClient } from "@supabase/ssr"
import type { NextRequest, NextResponse } from "next/server"
import { env } from "#lib/base/env"
import { clampCookie, sessionCookieName, sessionCookieOptions } from "#lib/session/session-cookies"

/**
 * Renews an ageing session before the page reads it; called by the middleware. `makeResponse` is called again when
 * cookies changed, so that the page behind sees the new ones. Nothing depends on this for safety.
 */
export async function refreshSession(
  request: NextRequest,
  makeResponse: () => NextResponse,
): Promise<NextResponse> {
  let response = makeResponse()
  if (!request.cookies.getAll().some(({ name }) => name.startsWith(sessionCookieName))) return response
  const client = createServerClient(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: sessionCookieOptions,
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (list, headers) => {
        for (const { name, value } of list) request.cookies.set(name, value)
        response = makeResponse()
        for (const { name, value, options } of list) response.cookies.set(name, value, clampCookie(options))
        for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
      },
    },
  })
  // An unreachable auth server must not take the public pages down with it.
  await client.auth.getClaims().catch(() => undefined)
  return response
}
