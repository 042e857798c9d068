import "server-only"

/**
 * Whether every text in this value can be stored as it is. Postgres text holds no NUL and raises on one; a lone
 * surrogate is no character and would silently become U+FFFD on its way to UTF-8.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0")
  if (Array.isArray(value)) return value.every(isStorable)
  if (typeof value === "object" && value !== null) return Object.values(value).every(isStorable)
  return true
}
