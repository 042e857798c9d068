import type { Locale } from "#lib/base/choose-locale"

/** Which English: American zones read a 12-hour clock and begin the week on Sunday, the rest do neither. */
export function dialectOf(locale: Locale, zone: string): string {
  if (locale === "de") return "de-DE"
  return zone.startsWith("America/") ? "en-CA" : "en-GB"
}

const formats = {
  /** Thursday, 26 November 2026 */
  date: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  /** Thu, 26 Nov */
  shortDate: { weekday: "short", day: "numeric", month: "short" },
  /** Thursday, 26 November */
  day: { weekday: "long", day: "numeric", month: "long" },
  month: { month: "long", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** 08:30 on a 24-hour clock, 8:30 a.m. on the other. */
function timeOf(dialect: string): Intl.DateTimeFormatOptions {
  return { hour: dialect === "en-CA" ? "numeric" : "2-digit", minute: "2-digit" }
}

const made = new Map<string, Intl.DateTimeFormat>()

function formatter(dialect: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = dialect + JSON.stringify(options)
  const known = made.get(key) ?? new Intl.DateTimeFormat(dialect, options)
  if (made.size < 500) made.set(key, known)
  return known
}

/**
 * Prints a wall time ("2026-11-26T09:30", or a date alone) as it was promised. No zone data is asked, so a rule change
 * after booking cannot shift what people read.
 */
export function formatWall(
  wall: string,
  style: keyof typeof formats | "time",
  locale: Locale,
  zone: string,
): string {
  const instant = Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall}:00Z`)
  const dialect = dialectOf(locale, zone)
  const options = style === "time" ? timeOf(dialect) : formats[style]
  return formatter(dialect, { ...options, timeZone: "UTC" }).format(instant)
}

/** "09:30–10:00" on the wall clock, from a promised start and a length in minutes. */
export function formatWallSpan(
  wallStart: string,
  durationMinutes: number,
  locale: Locale,
  zone: string,
): string {
  const start = Date.parse(`${wallStart}:00Z`)
  const dialect = dialectOf(locale, zone)
  return formatter(dialect, { ...timeOf(dialect), timeZone: "UTC" })
    .formatRange(start, start + durationMinutes * 60_000)
    .replace(/\s*–\s*/, "–")
}

/** An instant on the clock of a zone, for moments that nobody was promised (until when a hold lasts). */
export function formatInstantTime(instant: Date, locale: Locale, zone: string): string {
  const dialect = dialectOf(locale, zone)
  return formatter(dialect, { ...timeOf(dialect), timeZone: zone }).format(instant)
}

/** The zone in words and by its city: "Central European Standard Time (Berlin)". */
export function nameZone(zone: string, instant: Date, locale: Locale): string {
  const parts = formatter(dialectOf(locale, zone), { timeZone: zone, timeZoneName: "long" }).formatToParts(
    instant,
  )
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone
  const city = zone.split("/").at(-1)?.replaceAll("_", " ")
  return city ? `${name} (${city})` : name
}

/** Integer cents in a currency; whole amounts without decimals. */
export function formatPrice(priceCents: number, currency: string, locale: Locale, zone: string): string {
  return new Intl.NumberFormat(dialectOf(locale, zone), {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    trailingZeroDisplay: "stripIfInteger",
  }).format(priceCents / 100)
}
