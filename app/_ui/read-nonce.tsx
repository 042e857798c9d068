import "server-only"
import { headers } from "next/headers"

/** The nonce of this answer, for a `<style>` of ours or for `CspProvider`. Next puts it on its own scripts by itself. */
export async function readNonce(): Promise<string | undefined> {
  return (await headers()).get("x-nonce") ?? undefined
}
