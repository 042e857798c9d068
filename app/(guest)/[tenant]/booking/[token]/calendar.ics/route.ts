import "server-only"
import { z } from "zod"
import { locales } from "#lib/base/choose-locale"
import { ok } from "#lib/base/outcome"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { route } from "#lib/entry/route"
import { mailWords } from "#lib/notifications/booking-mail-words"
import { describeCalendarEntry } from "#lib/notifications/describe-calendar-entry"
import { methodOf, writeCalendarFile } from "#lib/notifications/write-calendar-file"
import { readTenant } from "#lib/tenants/read-tenant"
import { resolveLocale } from "../../../../../_i18n/resolve-locale"

/** The appointment as a calendar file: the same entry, with the same UID, as the one in the e-mail. */
export const GET = route({
  name: "calendar-file",
  method: "GET",
  permission: "public:read",
  input: z.object({ tenant: z.string(), token: z.string(), locale: z.enum(locales).optional() }),
  link: ({ token }) => token,
  run: async (tx) => {
    const [booking, tenant] = await Promise.all([readLinkedBooking(tx, "view"), readTenant(tx)])
    if (!booking.ok) return booking
    return tenant.ok ? ok({ booking: booking.value, tenant: tenant.value, now: tx.now }) : tenant
  },
  respond: async ({ booking, tenant, now }, { locale: asked }) => {
    const locale = await resolveLocale(asked)
    const entry = describeCalendarEntry(booking, tenant, locale)
    return new Response(writeCalendarFile(entry, now), {
      headers: {
        "content-type": `text/calendar; charset=utf-8; method=${methodOf(entry)}`,
        "content-disposition": `attachment; filename="${mailWords[locale].fileName}"`,
      },
    })
  },
})
