export const locales = ["en", "de"] as const
export type Locale = (typeof locales)[number]

/** `__Host-`: Secure, whole host, no Domain, so that no other subdomain can plant it. Browsers allow it on http://localhost. */
export const localeCookieName = "__Host-locale"

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

/**
 * The language of an answer: what the person chose, else what the browser prefers (RFC 9110 §12.5.4, by weight,
 * region ignored), else `fallback` (a tenant's own language).
 */
export function chooseLocale(
  chosen: string | undefined,
  acceptLanguage: string | null | undefined,
  fallback: Locale = "en",
): Locale {
  if (isLocale(chosen)) return chosen
  const ranges = (acceptLanguage ?? "").slice(0, 200).split(",").map(readRange)
  const best = ranges.filter((range) => range.weight > 0).sort((a, b) => b.weight - a.weight)
  return best.map((range) => range.language).find(isLocale) ?? fallback
}

function readRange(text: string): { language: string; weight: number } {
  const [tag = "", ...parameters] = text.trim().toLowerCase().split(";")
  const quality = parameters.map((parameter) => parameter.trim()).find((each) => each.startsWith("q="))
  const weight = quality ? Number(quality.slice(2)) : 1
  return { language: tag.split("-")[0] ?? "", weight: Number.isFinite(weight) ? weight : 0 }
}
