import "server-only"
import { randomBytes } from "node:crypto"

/** The idempotency key of a form as rendered; a browser with JavaScript renews it (use-idempotency-key.tsx). */
export function mintFormKey(): string {
  return randomBytes(18).toString("base64url")
}
