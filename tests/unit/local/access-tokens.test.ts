import { generateKeyPairSync } from "node:crypto"
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from "jose"
import { beforeAll, describe, expect, test } from "vitest"
import { createTokenTranslator, type TokenTranslator } from "../../../supabase/local/access-tokens.ts"

const issuer = "http://127.0.0.1:1/auth/v1"
const innerSecret = "inner-secret-of-this-test-and-no-other"
const innerKey = new TextEncoder().encode(innerSecret)
const claims = { sub: "user", role: "authenticated", session_id: "session", email: "a@example.test" }
let tokens: TokenTranslator

const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey

beforeAll(async () => {
  const pem = newKey().export({ type: "pkcs8", format: "pem" }).toString()
  tokens = await createTokenTranslator(pem, innerSecret, issuer)
})

const sign = (key: Uint8Array | ReturnType<typeof newKey>, alg: string) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(key)

describe("access tokens of the local API", () => {
  test("leave as ES256, verifiable by the published key, with the session they belong to", async () => {
    const outer = await tokens.toOuter(await sign(innerKey, "HS256"))
    const keys = createLocalJWKSet(tokens.jwks as Parameters<typeof createLocalJWKSet>[0])
    const { payload } = await jwtVerify(outer, keys, { issuer, algorithms: ["ES256"] })
    expect(payload).toMatchObject({ ...claims, aal: "aal1", is_anonymous: false })
    expect(JSON.stringify(tokens.jwks)).not.toContain('"d"')
  })

  test("come back as what the inner program signed", async () => {
    const inner = await tokens.toInner(await tokens.toOuter(await sign(innerKey, "HS256")))
    expect(decodeProtectedHeader(inner).alg).toBe("HS256")
    expect(decodeJwt(inner)).toMatchObject(claims)
  })

  test("a token of another key is not translated, so it fails inside", async () => {
    const forged = await sign(newKey(), "ES256")
    expect(await tokens.toInner(forged)).toBe(forged)
  })
})
