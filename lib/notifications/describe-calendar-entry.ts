import "server-only"
import type { Locale } from "#lib/base/choose-locale"
import { env } from "#lib/base/env"
import { nameZone } from "#lib/base/format-wall-time"
import { mailWords } from "#lib/notifications/booking-mail-words"
import type { BookingFacts } from "#lib/notifications/read-booking-facts"
import type { CalendarEntry } from "#lib/notifications/write-calendar-file"
import type { Tenant } from "#lib/tenants/read-tenant"

type Facts = Omit<BookingFacts, "durationMinutes">

/** The calendar entry of a booking. No service or practitioner in its title unless the practice is not discreet. */
export function describeCalendarEntry(booking: Facts, tenant: Tenant, locale: Locale): CalendarEntry {
  const words = mailWords[locale]
  const service = locale === "de" ? booking.serviceNameDe || booking.serviceName : booking.serviceName
  return {
    uid: `${booking.id}@${new URL(env().APP_URL).hostname}`,
    sequence: booking.version - 1,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    title: tenant.discreet ? words.calendarTitle : `${service} · ${tenant.name}`,
    place: [booking.locationName, booking.address].filter(Boolean).join(", "),
    note: words.calendarNote(tenant.name, nameZone(booking.zone, booking.startsAt, locale)),
    status: statusOf(booking.state),
    organizer: { name: tenant.name, address: senderAddress(env().MAIL_FROM) },
  }
}

function statusOf(state: string): CalendarEntry["status"] {
  if (state === "cancelled") return "CANCELLED"
  return state === "pending" ? "TENTATIVE" : "CONFIRMED"
}

/** "Holdfast <mail@example.org>" or the address alone. */
export function senderAddress(mailFrom: string): string {
  return /<([^<>]+)>/.exec(mailFrom)?.[1]?.trim() ?? mailFrom.trim()
}
