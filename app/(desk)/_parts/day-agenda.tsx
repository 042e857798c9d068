import "server-only"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import { joinClasses } from "#lib/base/join-classes"
import type { Day, DayBooking } from "#lib/bookings/list-day"
import { StatusBadge } from "#ui/status-badge"
import { PeopleIcon } from "./desk-icons.tsx"
import { clockTime } from "./format-times.ts"

type Props = {
  day: Day
  bookings: readonly DayBooking[]
  groups: Day["groups"]
  selected: string | undefined
  hrefOf: (bookingId: string) => string
}

/** The same day as a list in order of time: for screen readers, for phones, and without scripts. */
export async function DayAgenda({ day, bookings, groups, selected, hrefOf }: Props) {
  const [t, common, locale] = await Promise.all([
    getTranslations("desk"),
    getTranslations("common"),
    getLocale(),
  ])
  const nameOf = new Map(day.practitioners.map(({ id, displayName }) => [id, displayName]))
  const emptyGroups = groups.filter((group) => !bookings.some((one) => one.groupSessionId === group.id))
  const rows = [
    ...bookings.map((booking) => ({ at: booking.startsAt, key: booking.id, booking, group: undefined })),
    ...emptyGroups.map((group) => ({ at: group.startsAt, key: group.id, booking: undefined, group })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const seatsOf = (id: string | null) => groups.find((group) => group.id === id)
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-raised">
      {rows.map(({ key, booking, group }) => {
        const session = group ?? seatsOf(booking?.groupSessionId ?? null)
        const it = booking ?? group
        if (!it) return null
        const service = locale === "de" ? it.serviceNameDe || it.serviceName : it.serviceName
        const time = `${it.wallStart.slice(11)}–${clockTime(it.endsAt, day.tenant.zone)}`
        const seats = session
          ? t("day.seats", { taken: session.seatsTaken, capacity: session.capacity })
          : undefined
        return (
          <li
            key={key}
            className={joinClasses(
              "relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2 leading-snug sm:grid-cols-[7rem_1fr_auto]",
              booking && "hover:bg-surface-sunken has-focus-visible:bg-surface-sunken",
              booking?.id === selected && booking && "bg-accent-soft",
            )}
          >
            <span className="font-semibold max-sm:text-sm">{time}</span>
            <span className="min-w-0 max-sm:order-3 max-sm:col-span-2">
              {booking ? (
                <Link
                  href={hrefOf(booking.id)}
                  prefetch={false}
                  scroll={false}
                  data-opens={booking.id}
                  aria-current={booking.id === selected ? "true" : undefined}
                  className={joinClasses(
                    "font-semibold after:absolute after:inset-0",
                    booking.state === "cancelled" && "text-ink-quiet line-through",
                  )}
                >
                  {booking.state === "held"
                    ? t("day.beingBooked")
                    : (booking.customerName ?? t("day.withheld"))}
                </Link>
              ) : (
                <span className="flex items-center gap-2 font-semibold">
                  <PeopleIcon className="size-4 text-accent" />
                  {service}
                </span>
              )}
              <span className="block truncate text-ink-quiet text-sm">
                {[booking ? service : undefined, seats, nameOf.get(it.practitionerId)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            {booking ? (
              <StatusBadge status={booking.state} label={common(`status.${booking.state}`)} />
            ) : (
              <span />
            )}
          </li>
        )
      })}
    </ol>
  )
}
