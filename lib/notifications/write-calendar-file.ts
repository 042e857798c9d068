/** One appointment as iCalendar knows it. Times are instants, so that no calendar needs our zone data. */
export type CalendarEntry = {
  /** Stable for the life of the booking: a calendar replaces the entry that it has. */
  readonly uid: string
  /** Version of the booking minus one: a move or a cancellation outranks what came before. */
  readonly sequence: number
  readonly startsAt: Date
  readonly endsAt: Date
  /** Discreet unless the practice chose otherwise: calendars lie open on family tablets. */
  readonly title: string
  readonly place: string
  readonly note: string
  readonly status: "CONFIRMED" | "TENTATIVE" | "CANCELLED"
  readonly organizer: { readonly name: string; readonly address: string }
}

/**
 * An iCalendar file (RFC 5545) with the method of RFC 5546: PUBLISH, or CANCEL for what is cancelled.
 * There is no ATTENDEE: who comes is nobody else's business.
 */
export function writeCalendarFile(entry: CalendarEntry, now: Date): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Holdfast//Appointments//EN",
    "CALSCALE:GREGORIAN",
    `METHOD:${methodOf(entry)}`,
    "BEGIN:VEVENT",
    `UID:${escapeText(entry.uid)}`,
    `DTSTAMP:${utc(now)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTART:${utc(entry.startsAt)}`,
    `DTEND:${utc(entry.endsAt)}`,
    `SUMMARY:${escapeText(entry.title)}`,
    `LOCATION:${escapeText(entry.place)}`,
    `DESCRIPTION:${escapeText(entry.note)}`,
    `ORGANIZER;CN=${quoteParameter(entry.organizer.name)}:mailto:${encodeURI(entry.organizer.address)}`,
    `STATUS:${entry.status}`,
    "CLASS:PRIVATE",
    "TRANSP:OPAQUE",
    "END:VEVENT",
    "END:VCALENDAR",
  ]
  return lines.map((line) => `${foldLine(line)}\r\n`).join("")
}

/** The method that the file and the MIME type of its attachment must agree on. */
export function methodOf({ status }: Pick<CalendarEntry, "status">): "PUBLISH" | "CANCEL" {
  return status === "CANCELLED" ? "CANCEL" : "PUBLISH"
}

/** DATE-TIME in UTC, form 2 of RFC 5545 §3.3.5: "20261126T083000Z". */
function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`
}

/** TEXT of RFC 5545 §3.3.11. Other control characters have no escape and are dropped. */
function escapeText(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, "\\$&")
      .replace(/\r\n|\r|\n/g, "\\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is dropped
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
  )
}

/** A parameter value may hold neither quotes nor line ends (RFC 5545 §3.2); RFC 6868 gives them carets. */
function quoteParameter(text: string): string {
  const safe = text.replaceAll("^", "^^").replace(/\r\n|\r|\n/g, "^n")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is dropped
  return `"${safe.replaceAll('"', "^'").replace(/[\u0000-\u001f\u007f]/g, "")}"`
}

const foldOctets = 75

/** RFC 5545 §3.1: at most 75 octets a line, never cutting a character in two. */
function foldLine(line: string): string {
  let folded = ""
  let room = foldOctets
  for (const character of line) {
    const octets = Buffer.byteLength(character)
    if (octets > room) {
      folded += "\r\n "
      room = foldOctets - 1
    }
    folded += character
    room -= octets
  }
  return folded
}
