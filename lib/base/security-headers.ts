/**
 * The headers that every answer carries, and the content security policy.
 *
 * Three places set them, each for what the others cannot reach:
 * - `next.config.ts` the fixed ones, on every path that Next routes;
 * - `middleware.ts` the nonce policy, on everything that is not a static asset;
 * - `supabase/local/serve.ts` both as defaults, because Next answers some requests (repeated slashes,
 *   malformed addresses, its own redirects) before it looks at `headers()`.
 */
export type HeaderPair = { readonly key: string; readonly value: string }

export const fixedSecurityHeaders: readonly HeaderPair[] = [
  { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains; preload" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
]

/** For what renders nothing: assets, and answers that the middleware never sees. */
export const assetContentSecurityPolicy =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** On everything behind a token: an address that is a power belongs in no index. */
export const noIndex: HeaderPair = { key: "X-Robots-Tag", value: "noindex, nofollow" }

export const noStore: HeaderPair = { key: "Cache-Control", value: "no-store" }

/** 18 random bytes as base64: 24 characters, no padding. A UUID would carry only 122 bits, and look guessable. */
export function createNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
}

export type PolicyOptions = {
  readonly nonce: string
  /** Only over https: on plain http it would turn our own form posts into requests that nobody answers. */
  readonly upgradeInsecureRequests: boolean
  /** Development only: React evaluates strings to rebuild server stacks, Next's error overlay inlines its styles. */
  readonly development: boolean
}

/** The policy of one page answer. `'strict-dynamic'` lets the nonced loader fetch Next's chunks. */
export function buildContentSecurityPolicy(options: PolicyOptions): string {
  const { nonce, upgradeInsecureRequests, development } = options
  if (!/^[A-Za-z0-9+/=_-]{22,}$/.test(nonce)) throw new Error("A nonce is base64 of at least 16 bytes")
  const directives = [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  if (upgradeInsecureRequests) directives.push("upgrade-insecure-requests")
  return directives.join("; ")
}
