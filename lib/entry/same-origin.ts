import "server-only"
import { env } from "#lib/base/env"

type HeaderReader = { get(name: string): string | null }

/**
 * Whether a mutating request comes from our own pages. Next compares Origin with a Host or X-Forwarded-Host that the
 * caller may choose, and lets a missing Origin pass; this compares with the configured address.
 * `Origin: null` (sandboxed frames, some redirects) is never ours.
 */
export function isSameOrigin(headers: HeaderReader, ownOrigin: string = env().APP_URL): boolean {
  const origin = headers.get("origin")
  const site = headers.get("sec-fetch-site")
  if (site !== null && site !== "same-origin") return false
  if (origin !== null) return origin === new URL(ownOrigin).origin
  return site === "same-origin"
}

/**
 * The same question for a public API, whose callers are mostly programs and carry no ambient authority: a browser
 * says where it is and must be on our pages, a program says nothing and may pass.
 */
export function isForeignPage(headers: HeaderReader, ownOrigin: string = env().APP_URL): boolean {
  if (headers.get("origin") === null && headers.get("sec-fetch-site") === null) return false
  return !isSameOrigin(headers, ownOrigin)
}
