import "server-only"
import { createHash } from "node:crypto"
import { type CookieOptions, createServerClient } from "@supabase/ssr"
import type { NextRequest, NextResponse } from "next/server"
import { env } from "#lib/base/env"
import { readStoredSession } from "#lib/session/read-stored-session"
import {
  clampCookie,
  namesAlone,
  sessionCookieName,
  sessionCookieOptions,
} from "#lib/session/session-cookies"

type Renewal = {
  readonly cookies: readonly { name: string; value: string; options: CookieOptions }[]
  readonly headers: Readonly<Record<string, string>>
}

/** Seconds before the access token ends. */
const renewBeforeSeconds = 90
/** Milliseconds for which requests that were already on their way get the same new pair. */
const shareRenewalMs = 5_000
/** Milliseconds that a page waits for the auth server. */
const renewalTakesAtMostMs = 5_000

const renewals = new Map<string, Promise<Renewal>>()

/**
 * Renews an ageing session before the page reads it; called by the middleware. `makeResponse` is called again when
 * cookies changed, so that the page behind sees the new ones. Nothing depends on this for safety.
 */
export async function refreshSession(
  request: NextRequest,
  makeResponse: () => NextResponse,
): Promise<NextResponse> {
  const sent = request.cookies.getAll()
  if (!sent.some(({ name }) => name.startsWith(sessionCookieName))) return makeResponse()
  const stored = await readStoredSession(sent)
  if (!stored || stored.expiresAt * 1000 - Date.now() > renewBeforeSeconds * 1000) return makeResponse()
  const { cookies, headers } = await renewOnce(stored.refreshToken, sent)
  for (const { name, value } of cookies) request.cookies.set(name, value)
  const response = makeResponse()
  for (const { name, value, options } of cookies) response.cookies.set(name, value, clampCookie(options))
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/**
 * A page and its prefetches arrive together with one refresh token, and the second use of it ends the session
 * (reuse interval 0). So they share one renewal.
 */
function renewOnce(refreshToken: string, sent: readonly { name: string; value: string }[]): Promise<Renewal> {
  const key = createHash("sha256").update(refreshToken).digest("base64url")
  const running = renewals.get(key)
  if (running) return running
  const renewal = renew(refreshToken, sent)
  renewals.set(key, renewal)
  renewal.finally(() => setTimeout(() => renewals.delete(key), shareRenewalMs).unref())
  return renewal
}

async function renew(
  refreshToken: string,
  sent: readonly { name: string; value: string }[],
): Promise<Renewal> {
  const cookies: Renewal["cookies"][number][] = []
  let headers: Readonly<Record<string, string>> = {}
  let away = false
  // Left to itself, the library asks an auth server that is away again and again for half a minute, with the page
  // waiting behind it; and takes "too many requests" for the end of the session. Asked once; the cookie stays.
  const askOnce: typeof fetch = async (...asked) => {
    const signal = AbortSignal.timeout(renewalTakesAtMostMs)
    const answer = await fetch(asked[0], { ...asked[1], signal }).catch(() => undefined)
    if (answer && answer.status < 500 && answer.status !== 429) return answer
    away = true
    return Response.json({}, { status: 424 })
  }
  const client = createServerClient(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    global: { fetch: askOnce },
    cookieOptions: sessionCookieOptions,
    cookies: {
      encode: "tokens-only",
      getAll: () => namesAlone(sent),
      setAll: (list, more) => {
        cookies.push(...list)
        headers = more
      },
    },
  })
  // An unreachable auth server must not take the public pages down with it.
  await client.auth.refreshSession({ refresh_token: refreshToken }).catch(() => undefined)
  return away ? { cookies: [], headers: {} } : { cookies, headers }
}
