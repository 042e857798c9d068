import type { RawAnswer } from "#tests/support/ask-server"

/** Issue 2, item 8, written out here and not imported: a test that reads the code's own list agrees with anything. */
const promised: Readonly<Record<string, string>> = {
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

/** What is missing or wrong among the headers that every answer carries. */
export function brokenPromises({ headers }: RawAnswer): string[] {
  const broken: string[] = []
  for (const [name, value] of Object.entries(promised)) {
    const values = headers.get(name) ?? []
    if (values.length !== 1 || values[0] !== value) broken.push(`${name}: ${values.join(" | ") || "missing"}`)
  }
  const policies = headers.get("content-security-policy") ?? []
  if (policies.length !== 1 || policies[0]?.includes(",")) broken.push(`CSP ${policies.length} times`)
  else broken.push(...weaknesses(policies[0] ?? ""))
  for (const name of [
    "x-powered-by",
    "server",
    "access-control-allow-origin",
    "content-security-policy-report-only",
  ]) {
    if (headers.has(name)) broken.push(`${name} is there`)
  }
  return broken
}

function weaknesses(policy: string): string[] {
  const directives = new Map(
    policy.split(";").map((one) => {
      const [name = "", ...sources] = one.trim().split(/\s+/)
      return [name, sources] as const
    }),
  )
  const is = (name: string, ...allowed: string[]) => {
    const sources = directives.get(name)
    return sources !== undefined && sources.length === 1 && allowed.includes(sources[0] ?? "")
  }
  const weak: string[] = []
  if (/unsafe-(inline|eval|hashes)|\*|https?:(?!\/\/)|data:.*script/.test(policy))
    weak.push(`CSP allows too much: ${policy}`)
  if (!is("default-src", "'self'", "'none'")) weak.push("default-src")
  if (!is("object-src", "'none'") && !is("default-src", "'none'")) weak.push("object-src")
  if (!is("base-uri", "'self'", "'none'")) weak.push("base-uri")
  if (!is("form-action", "'self'", "'none'")) weak.push("form-action")
  if (!is("frame-ancestors", "'none'")) weak.push("frame-ancestors")
  const scripts = directives.get("script-src")
  if (!scripts && !is("default-src", "'none'")) weak.push("script-src")
  if (scripts && !(scripts.includes("'strict-dynamic'") && nonceOf(policy)))
    weak.push("script-src without nonce")
  return weak
}

/** The nonce of a policy, or undefined. */
export function nonceOf(policy: string): string | undefined {
  return /script-src[^;]*'nonce-([A-Za-z0-9+/=_-]+)'/.exec(policy)?.[1]
}
