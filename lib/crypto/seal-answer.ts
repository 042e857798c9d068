import "server-only"
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto"

// A kept answer may hold link tokens, and a dump must not: it is sealed under a key that also needs the
// caller's own idempotency key, of which the database keeps only a hash.
function answerKey(sealKey: Uint8Array, callerKey: string): Buffer {
  return Buffer.from(hkdfSync("sha256", sealKey, callerKey, "holdfast idempotent answer v1", 32))
}

/** Seals the JSON of an answer with AES-256-GCM: nonce 12 · tag 16 · ciphertext. */
export function sealAnswer(answer: unknown, sealKey: Uint8Array, callerKey: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", answerKey(sealKey, callerKey), nonce, { authTagLength: 16 })
  const body = Buffer.concat([cipher.update(JSON.stringify(answer), "utf8"), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** @throws when the sealed bytes were changed or the keys are others. */
export function openAnswer(sealed: Uint8Array, sealKey: Uint8Array, callerKey: string): unknown {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv("aes-256-gcm", answerKey(sealKey, callerKey), bytes.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAuthTag(bytes.subarray(12, 28))
  // final() before any use: update() hands out text that is not yet verified.
  const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8")
  return JSON.parse(text)
}

/** SHA-256 over the canonical JSON of a request body, to tell a replay from a reuse. */
export function hashRequest(body: unknown): Buffer {
  return createHash("sha256")
    .update(JSON.stringify(sortKeys(body)) ?? "")
    .digest()
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  // A Date has no keys of its own: without this, two requests for different times would be one.
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  )
}
