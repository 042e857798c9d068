import "server-only"
import { createHmac, createSecretKey, type KeyObject } from "node:crypto"

/** Who acts, in one transaction. `kind` is bound to the role that the transaction runs as. */
export type Claims = {
  readonly kind: "guest" | "member" | "job" | "operator"
  readonly tenantId: string | null
  readonly actorId?: string
  readonly sessionId?: string
  /** Names the door or the job, never a person. */
  readonly purpose: string
  readonly requestId: string
  /** SHA-256 of a link token that the caller presented, hex. */
  readonly linkHash?: string
}

/** A seal lives one minute; `private.context()` refuses a longer life, whoever signed it. */
export const sealLifetimeSeconds = 60

/**
 * Signs claims for `private.context()` (supabase/migrations/…_sealed_context.sql).
 * HMAC-SHA-256, RFC 2104; the MAC covers the key id too, so a seal cannot be moved to another key.
 * @param nowMs epoch milliseconds
 */
export function sealContext(
  claims: Claims,
  key: Uint8Array,
  nowMs: number,
  lifetimeSeconds: number = sealLifetimeSeconds,
): string {
  const body = Buffer.from(
    JSON.stringify({
      k: claims.kind,
      t: claims.tenantId,
      a: claims.actorId,
      s: claims.sessionId,
      p: claims.purpose,
      r: claims.requestId,
      l: claims.linkHash,
      e: Math.floor(nowMs / 1000) + lifetimeSeconds,
    }),
  ).toString("base64")
  const signed = `1.${body}`
  return `${signed}.${createHmac("sha256", keyObject(key)).update(signed).digest("hex")}`
}

let last: { readonly bytes: Uint8Array; readonly object: KeyObject } | undefined

/** One process seals with one key, and making the key's object costs six times the MAC. */
function keyObject(key: Uint8Array): KeyObject {
  if (!last || Buffer.compare(last.bytes, key) !== 0) {
    last = { bytes: Uint8Array.from(key), object: createSecretKey(key) }
  }
  return last.object
}
