type HeaderReader = { get(name: string): string | null }

/** Bytes: Next's own limit for an action's body. */
const bodyLimitBytes = 1024 * 1024

/**
 * The status with which a post to a page is refused before Next reads it, or null when it may pass. Next would
 * answer each of these with 500. The doors refuse what is foreign by themselves; this is only the better answer.
 */
export function judgeActionRequest(
  method: string,
  headers: HeaderReader,
  ownOrigin: string | null,
): 403 | 411 | 413 | null {
  const isAction =
    method === "POST" &&
    (headers.get("next-action") !== null ||
      /^multipart\/form-data\b/i.test(headers.get("content-type") ?? ""))
  if (!isAction) return null
  const origin = headers.get("origin")
  const isOurs =
    origin === null ||
    (URL.canParse(origin) &&
      (new URL(origin).host === headers.get("host") || new URL(origin).origin === ownOrigin))
  if (!isOurs) return 403
  const size = headers.get("content-length")
  if (size === null) return 411
  return Number(size) > bodyLimitBytes ? 413 : null
}
