/** The local API signs with HS256 and publishes no key; hosted Supabase signs with ES256 and does. This closes the gap. */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"
import { calculateJwkThumbprint, decodeJwt, exportJWK, type JWTPayload, jwtVerify, SignJWT } from "jose"

export interface TokenTranslator {
  jwks: { keys: object[] }
  /** Inner (HS256) to outer (ES256), with the claims that hosted Supabase adds. */
  toOuter(inner: string, user?: Record<string, unknown>): Promise<string>
  /** Outer (ES256, verified) to inner; anything else is returned untouched and fails inside. */
  toInner(outer: string): Promise<string>
}

export async function createTokenTranslator(
  privateKeyPem: string,
  innerSecret: string,
  issuer: string,
): Promise<TokenTranslator> {
  const privateKey: KeyObject = createPrivateKey(privateKeyPem)
  const publicKey = createPublicKey(privateKey)
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const secret = new TextEncoder().encode(innerSecret)

  return {
    jwks: { keys: [{ ...jwk, kid, alg: "ES256", use: "sig", key_ops: ["verify"] }] },
    async toOuter(inner, user = {}) {
      const claims = decodeJwt(inner)
      const outer: JWTPayload = {
        ...claims,
        iss: issuer,
        aal: "aal1",
        amr: [{ method: "password", timestamp: claims.iat }],
        app_metadata: user.app_metadata ?? {},
        user_metadata: user.user_metadata ?? {},
        is_anonymous: false,
      }
      return new SignJWT(outer).setProtectedHeader({ alg: "ES256", typ: "JWT", kid }).sign(privateKey)
    },
    async toInner(outer) {
      try {
        const { payload } = await jwtVerify(outer, publicKey, { algorithms: ["ES256"], issuer })
        return await new SignJWT(payload).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(secret)
      } catch {
        return outer
      }
    },
  }
}
