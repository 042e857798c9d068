import type { Locale } from "#lib/base/choose-locale"
import type { MailKind } from "#lib/bookings/enqueue-booking-mail"

/** What a message says. Nothing here takes a text that a visitor typed: the form must not be a way to write to strangers. */
export type MailWords = {
  readonly subject: Readonly<Record<MailKind, string>>
  readonly opening: Readonly<Record<MailKind, (practice: string) => string>>
  readonly greeting: string
  readonly when: string
  readonly where: string
  readonly who: string
  readonly what: string
  readonly viewLink: string
  readonly moveLink: string
  readonly cancelLink: string
  readonly againLink: string
  readonly keepPrivate: string
  readonly notice: (hours: number) => string
  readonly noNotice: string
  readonly late: (phone: string) => string
  readonly calendarTitle: string
  readonly calendarNote: (practice: string, zoneName: string) => string
  readonly automatic: string
  readonly fileName: string
}

const en: MailWords = {
  subject: {
    confirmation: "Your appointment is confirmed",
    request: "We have received your request",
    moved: "Your appointment has a new time",
    cancelled: "Your appointment is cancelled",
    reminder: "Your appointment is coming up",
  },
  opening: {
    confirmation: (practice) => `Your appointment with ${practice} is confirmed.`,
    request: (practice) =>
      `${practice} has received your request. The time is kept for you; the practice will confirm it by e-mail.`,
    moved: (practice) => `Your appointment with ${practice} has moved. This is the new time:`,
    cancelled: (practice) => `This appointment with ${practice} is cancelled. You need not do anything else.`,
    reminder: (practice) => `Your appointment with ${practice} is coming up.`,
  },
  greeting: "Hello,",
  when: "When",
  where: "Where",
  who: "With",
  what: "What",
  viewLink: "See your appointment",
  moveLink: "Choose another time",
  cancelLink: "Cancel it",
  againLink: "Book another appointment",
  keepPrivate:
    "Each link does one thing for this one appointment. Whoever has a link can use it, so please do not pass this message on.",
  notice: (hours) =>
    `You can move or cancel online until ${hours} ${hours === 1 ? "hour" : "hours"} before it begins.`,
  noNotice: "You can move or cancel online until it begins.",
  late: (phone) => `After that, please call ${phone}.`,
  calendarTitle: "Appointment",
  calendarNote: (practice, zoneName) =>
    `${practice}. The time was agreed in ${zoneName}. To change it, use the links in your latest e-mail.`,
  automatic:
    "This message was written by a program. You did not book this? Then somebody mistyped their address.",
  fileName: "appointment.ics",
}

const de: MailWords = {
  subject: {
    confirmation: "Ihr Termin ist bestätigt",
    request: "Ihre Anfrage ist eingegangen",
    moved: "Ihr Termin hat eine neue Zeit",
    cancelled: "Ihr Termin ist abgesagt",
    reminder: "Ihr Termin steht bevor",
  },
  opening: {
    confirmation: (practice) => `Ihr Termin bei ${practice} ist bestätigt.`,
    request: (practice) =>
      `Ihre Anfrage ist bei ${practice} eingegangen. Die Zeit ist für Sie reserviert; die Praxis bestätigt sie per E-Mail.`,
    moved: (practice) => `Ihr Termin bei ${practice} wurde verlegt. Das ist die neue Zeit:`,
    cancelled: (practice) => `dieser Termin bei ${practice} ist abgesagt. Sie müssen nichts weiter tun.`,
    reminder: (practice) => `Ihr Termin bei ${practice} steht bevor.`,
  },
  greeting: "Guten Tag,",
  when: "Wann",
  where: "Wo",
  who: "Bei",
  what: "Was",
  viewLink: "Termin ansehen",
  moveLink: "Andere Zeit wählen",
  cancelLink: "Absagen",
  againLink: "Neuen Termin buchen",
  keepPrivate:
    "Jeder Link kann genau eine Sache für genau diesen Termin. Wer einen Link hat, kann ihn benutzen; bitte geben Sie diese Nachricht nicht weiter.",
  notice: (hours) =>
    `Online verlegen oder absagen können Sie bis ${hours} ${hours === 1 ? "Stunde" : "Stunden"} vor Beginn.`,
  noNotice: "Online verlegen oder absagen können Sie bis zum Beginn.",
  late: (phone) => `Danach rufen Sie bitte an: ${phone}.`,
  calendarTitle: "Termin",
  calendarNote: (practice, zoneName) =>
    `${practice}. Zeitzone der Praxis: ${zoneName}. Zum Ändern benutzen Sie bitte die Links in Ihrer letzten E-Mail.`,
  automatic:
    "Diese Nachricht hat ein Programm geschrieben. Sie haben nichts gebucht? Dann hat sich jemand bei der Adresse vertippt.",
  fileName: "termin.ics",
}

export const mailWords: Readonly<Record<Locale, MailWords>> = { en, de }
