/** English as in Europe (day before month, 24 hours): a desk works with clocks, not with a.m. and p.m. */
function tag(locale: string): string {
  return locale === "de" ? "de-DE" : "en-GB"
}

function atNoon(date: string): Date {
  return new Date(`${date}T12:00:00Z`)
}

/** "Monday, 23 November 2026" of an ISO date. */
export function longDay(date: string, locale: string): string {
  return new Intl.DateTimeFormat(tag(locale), { dateStyle: "full", timeZone: "UTC" }).format(atNoon(date))
}

/** "Mon 23 Nov" of an ISO date. */
export function shortDay(date: string, locale: string): string {
  return new Intl.DateTimeFormat(tag(locale), {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(atNoon(date))
}

/** "Mon 23 Nov 2026, 09:30" of a wall time as it was promised. */
export function wallMoment(wall: string, locale: string): string {
  const day = new Intl.DateTimeFormat(tag(locale), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(atNoon(wall.slice(0, 10)))
  return `${day}, ${wall.slice(11, 16)}`
}

/** "23 Nov, 09:30" of an instant, on the clock of `zone`. */
export function zonedMoment(instant: string, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(tag(locale), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(instant))
}

/** "23 Nov 2026" of an instant, on the calendar of `zone`. */
export function zonedDay(instant: string, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(tag(locale), { dateStyle: "medium", timeZone: zone }).format(
    new Date(instant),
  )
}

/** "09:30" of an instant, on the clock of `zone`. */
export function clockTime(instant: string | number | Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(instant))
}

/** The ISO date that it is in `zone`. */
export function dateIn(zone: string, instant: Date): string {
  return new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone: zone,
  }).format(instant)
}

/** "Europe/Berlin" as people say it: "Berlin time" is composed by the caller. */
export function placeOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ")
}

export function money(cents: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(tag(locale), { style: "currency", currency }).format(cents / 100)
}
