import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"

/** Bytes. Every body of the API is a small form. */
export const bodyLimitBytes = 64 * 1024

/** Reads a JSON body without ever holding more than the limit, whatever Content-Length claims. */
export async function readJsonBody(
  request: Request,
): Promise<Outcome<unknown, "MALFORMED" | "TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE">> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    return refused("UNSUPPORTED_MEDIA_TYPE")
  if (!request.body) return refused("MALFORMED")
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > bodyLimitBytes) return refused("TOO_LARGE")
    chunks.push(chunk)
  }
  try {
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks))))
  } catch {
    return refused("MALFORMED")
  }
}
