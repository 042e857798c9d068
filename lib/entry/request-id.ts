import "server-only"
import { randomUUID } from "node:crypto"

/** A fresh id per request, for logs, audit rows and problem details. Never taken from the caller. */
export function mintRequestId(): string {
  return randomUUID()
}
