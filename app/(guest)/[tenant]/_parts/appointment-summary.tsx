import { getLocale, getTranslations } from "next-intl/server"
import { dialectOf, formatPrice, formatWall, formatWallSpan, nameZone } from "#lib/base/format-wall-time"
import type { LinkedBooking } from "#lib/bookings/read-linked-booking"
import { DefinitionList } from "#ui/definition-list"
import { OwnTime } from "./own-time"

type Props = { booking: LinkedBooking }

/** When, where, with whom, what, for how much: printed from the promise that was stored. */
export async function AppointmentSummary({ booking }: Props) {
  const t = await getTranslations("book.summary")
  const locale = await getLocale()
  const { wallStart, zone, startsAt, durationMinutes } = booking
  const service = (locale === "de" && booking.serviceNameDe) || booking.serviceName
  return (
    <DefinitionList
      entries={[
        {
          term: t("when"),
          value: (
            <>
              <span className="block font-semibold text-lg">
                {formatWall(wallStart, "date", locale, zone)}
              </span>
              <span className="block font-semibold text-lg">
                {formatWallSpan(wallStart, durationMinutes, locale, zone)}
              </span>
              <span className="block text-ink-quiet">{nameZone(zone, startsAt, locale)}</span>
              <OwnTime
                instant={startsAt.toISOString()}
                zone={zone}
                dialect={dialectOf(locale, zone)}
                words={t.raw("ownTime") as string}
                className="block text-ink-quiet"
              />
            </>
          ),
        },
        {
          term: t("where"),
          value: (
            <>
              <span className="block">{booking.locationName}</span>
              <span className="block text-ink-quiet">{booking.address}</span>
            </>
          ),
        },
        { term: t("who"), value: booking.practitionerName },
        { term: t("what"), value: service },
        {
          term: t("price"),
          value:
            booking.priceCents === 0
              ? t("free")
              : formatPrice(booking.priceCents, booking.currency, locale, zone),
        },
      ]}
    />
  )
}
