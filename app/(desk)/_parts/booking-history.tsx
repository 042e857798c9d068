import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import type { BookingEvent, DeskBooking } from "#lib/bookings/read-booking"
import { zonedMoment } from "./format-times.ts"

const undone: Readonly<Record<string, "uncheckedIn" | "uncompleted" | "unmissed" | "restored">> = {
  "arrived confirmed": "uncheckedIn",
  "completed arrived": "uncompleted",
  "no-show confirmed": "unmissed",
  "cancelled confirmed": "restored",
}

/** What has happened to a booking, newest first: what, when, by whom. */
export async function BookingHistory({ booking }: { booking: DeskBooking }) {
  const [t, locale] = await Promise.all([getTranslations("desk.booking"), getLocale()])
  function sentence({ fromState, toState, startsAt, practitionerName }: BookingEvent): string {
    if (fromState === toState) {
      return t("events.moved", { time: zonedMoment(startsAt, booking.zone, locale), name: practitionerName })
    }
    const back = undone[`${fromState} ${toState}`]
    if (back) return t(`events.${back}`)
    if (toState === "pending") return t("events.requested")
    if (toState === "confirmed") return fromState === "pending" ? t("events.confirmed") : t("events.booked")
    return t(`events.${toState}`)
  }
  function actor({ actorKind, actorName }: BookingEvent): string {
    if (actorName) return actorName
    const known = ["guest", "member", "job", "operator"].find((one) => one === actorKind)
    return t(`actors.${(known ?? "none") as "guest"}`)
  }
  return (
    <ol className="grid gap-2.5">
      {booking.events.toReversed().map((event) => (
        <li key={event.version} className="grid border-line border-s-2 ps-3 leading-snug">
          <span>{sentence(event)}</span>
          <span className="text-ink-quiet text-sm">
            {t("by", { when: zonedMoment(event.occurredAt, booking.zone, locale), who: actor(event) })}
          </span>
        </li>
      ))}
    </ol>
  )
}
