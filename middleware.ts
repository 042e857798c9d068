import { type NextRequest, NextResponse } from "next/server"
import { judgeActionRequest } from "#lib/base/judge-action-request"
import { buildContentSecurityPolicy, createNonce } from "#lib/base/security-headers"
import { readProxyProtocol, tidyAddress } from "#lib/base/tidy-address"
import { refreshSession } from "#lib/session/refresh-session"

export const config = {
  runtime: "nodejs",
  // No `missing:` clause: prefetches and /api carry the policy as well. What is left out here, next.config.ts covers.
  matcher: ["/((?!_next/static/|icon\\.svg).*)"],
}

/**
 * Shape, not safety: the nonce policy, a fresh session cookie, tidy addresses. Who may do what is decided by the doors
 * and the database; with an empty middleware every authorization test still passes.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const ownOrigin = process.env.APP_URL ?? null
  const { pathname, search } = request.nextUrl
  const proxyProtocol = readProxyProtocol(
    process.env.TRUST_PROXY === "1",
    request.headers.get("x-forwarded-proto"),
  )
  const nonce = createNonce()
  const policy = buildContentSecurityPolicy({
    nonce,
    upgradeInsecureRequests: proxyProtocol === "https" || (ownOrigin?.startsWith("https://") ?? false),
    development: process.env.NODE_ENV === "development",
  })
  const elsewhere = tidyAddress({
    pathname,
    search,
    host: request.headers.get("host"),
    proxyProtocol,
    ownOrigin,
  })
  // The API has no actions, and answers with problems of its own.
  const refusal = pathname.startsWith("/api/")
    ? null
    : judgeActionRequest(request.method, request.headers, ownOrigin)
  const response = refusal
    ? new NextResponse(null, { status: refusal })
    : elsewhere
      ? NextResponse.redirect(new URL(elsewhere, request.url), 308)
      : await refreshSession(request, () => {
          const headers = ownRequestHeaders(request, nonce, policy)
          return NextResponse.next({ request: { headers } })
        })
  response.headers.set("Content-Security-Policy", policy)
  return response
}

/** What the page reads. A caller's own nonce, policy or internal header is overwritten or thrown away. */
function ownRequestHeaders(request: NextRequest, nonce: string, policy: string): Headers {
  const headers = new Headers(request.headers)
  headers.delete("x-middleware-subrequest")
  headers.set("x-nonce", nonce)
  // Next takes the nonce for its own scripts from this one.
  headers.set("content-security-policy", policy)
  headers.set("x-holdfast-path", request.nextUrl.pathname + request.nextUrl.search)
  return headers
}
