import "server-only"
import { createHash, randomBytes } from "node:crypto"

/** A fresh link token: 32 random bytes, base64url (43 characters). Only its hash is stored. */
export function mintLinkToken(): string {
  return randomBytes(32).toString("base64url")
}

/** True for text of the shape that mintLinkToken makes; anything else need not reach the database. */
export function isLinkToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}

/** SHA-256 of a token. 256 random bits need no salt and no stretching. */
export function hashLinkToken(token: string): Buffer {
  return createHash("sha256").update(token).digest()
}
