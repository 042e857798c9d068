/**
 * A path on our own origin, safe for a `Location` header, or `fallback`.
 * Refuses `//host`, `/\host`, `/.//host`, tabs and newlines (which URL parsers drop), and anything with a scheme.
 */
export function safeReturnPath(requestedPath: unknown, fallback = "/"): string {
  if (typeof requestedPath !== "string" || requestedPath.length > 2000) return fallback
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  if (!requestedPath.startsWith("/") || /[\\\u0000-\u001f\u007f]/.test(requestedPath)) return fallback
  const base = "https://own.invalid"
  if (!URL.canParse(requestedPath, base)) return fallback
  const url = new URL(requestedPath, base)
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback
  return url.pathname + url.search
}
