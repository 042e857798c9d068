import { describe, expect, test } from "vitest"
import {
  assetContentSecurityPolicy,
  buildContentSecurityPolicy,
  createNonce,
  fixedSecurityHeaders,
} from "#lib/base/security-headers"

const production = { nonce: createNonce(), upgradeInsecureRequests: false, development: false }

function directivesOf(policy: string): Map<string, string> {
  return new Map(
    policy.split("; ").map((each) => {
      const [name = "", ...values] = each.split(" ")
      return [name, values.join(" ")]
    }),
  )
}

describe("the nonce", () => {
  test("is at least 16 random bytes, and 1,000 of them differ", () => {
    const nonces = Array.from({ length: 1000 }, createNonce)
    expect(new Set(nonces).size).toBe(1000)
    for (const nonce of nonces) {
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/)
      expect(Buffer.from(nonce, "base64").length).toBeGreaterThanOrEqual(16)
    }
  })

  test("uses every bit: no position is constant, as the version digit of a UUID is", () => {
    const nonces = Array.from({ length: 1000 }, createNonce)
    for (let position = 0; position < 24; position++) {
      expect(new Set(nonces.map((nonce) => nonce[position])).size).toBeGreaterThan(40)
    }
  })

  test("that could break out of the header is refused", () => {
    for (const nonce of [
      "",
      "short",
      "a'; script-src *; x 'aaaaaaaaaaaaaaaaaaa",
      "aaaaaaaaaaaaaaaaaaaaaaaa\r\nX: y",
    ]) {
      expect(() => buildContentSecurityPolicy({ ...production, nonce })).toThrow()
    }
  })
})

describe("the page policy", () => {
  test("allows nothing unsafe in production", () => {
    for (const upgradeInsecureRequests of [true, false]) {
      const policy = buildContentSecurityPolicy({ ...production, upgradeInsecureRequests })
      expect(policy).not.toMatch(/unsafe-|\*|http:|https:/)
    }
  })

  test("is complete: everything from our own origin, scripts by nonce only, no framing", () => {
    const policy = directivesOf(buildContentSecurityPolicy(production))
    expect(policy.get("default-src")).toBe("'self'")
    expect(policy.get("script-src")).toBe(`'nonce-${production.nonce}' 'strict-dynamic'`)
    expect(policy.get("style-src")).toBe(`'self' 'nonce-${production.nonce}'`)
    expect(policy.get("object-src")).toBe("'none'")
    expect(policy.get("base-uri")).toBe("'self'")
    expect(policy.get("form-action")).toBe("'self'")
    expect(policy.get("frame-ancestors")).toBe("'none'")
  })

  test("upgrades requests only when asked to, and is looser only in development", () => {
    expect(buildContentSecurityPolicy(production)).not.toContain("upgrade-insecure-requests")
    expect(buildContentSecurityPolicy({ ...production, upgradeInsecureRequests: true })).toContain(
      "; upgrade-insecure-requests",
    )
    expect(buildContentSecurityPolicy({ ...production, development: true })).toContain("'unsafe-eval'")
  })
})

test("the fixed headers are exactly the agreed ones", () => {
  expect(Object.fromEntries(fixedSecurityHeaders.map(({ key, value }) => [key, value]))).toEqual({
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  })
  expect(assetContentSecurityPolicy).toContain("default-src 'none'")
})
