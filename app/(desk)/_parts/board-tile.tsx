import "server-only"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import { joinClasses } from "#lib/base/join-classes"
import type { DayBooking } from "#lib/bookings/list-day"
import { StatusIcon } from "#ui/status-badge"
import { VisuallyHidden } from "#ui/visually-hidden"
import { PeopleIcon } from "./desk-icons.tsx"
import { clockTime } from "./format-times.ts"
import type { PlacedItem } from "./place-day.ts"
import { bufferSpans, placeName } from "./position-rules.ts"
import { stateInk, tileLooks } from "./status-looks.ts"

type Props = {
  item: PlacedItem
  placed: string
  mayWrite: boolean
  selected: string | undefined
  hrefOf: (bookingId: string) => string
}

const inLane = "start-[calc(100%*var(--l)/var(--n))] w-[calc(100%/var(--n))]"

/** One booking or one group on the board, with its pauses. */
export async function BoardTile({ item, placed, mayWrite, selected, hrefOf }: Props) {
  return (
    <>
      {bufferSpans(item).map((span) => (
        <li
          key={span.offset}
          aria-hidden="true"
          data-p={placeName(span, item.lane, item.lanes)}
          className={joinClasses(
            placed,
            inLane,
            "pointer-events-none bg-[repeating-linear-gradient(135deg,transparent_0_5px,var(--color-line)_5px_6.5px)]",
          )}
        />
      ))}
      <li
        data-p={placeName(item, item.lane, item.lanes)}
        className={joinClasses(placed, inLane, "p-px pe-1")}
      >
        {item.content.kind === "group" ? (
          <GroupTile {...item.content} selected={selected} hrefOf={hrefOf} />
        ) : (
          <BookingTile
            booking={item.content.booking}
            minutes={item.minutes}
            mayWrite={mayWrite}
            isSelected={item.content.booking.id === selected}
            href={hrefOf(item.content.booking.id)}
          />
        )}
      </li>
    </>
  )
}

type TileProps = {
  booking: DayBooking
  minutes: number
  mayWrite: boolean
  isSelected: boolean
  href: string
}

async function BookingTile({ booking, minutes, mayWrite, isSelected, href }: TileProps) {
  const [t, common, locale] = await Promise.all([
    getTranslations("desk"),
    getTranslations("common"),
    getLocale(),
  ])
  const { state } = booking
  const name = state === "held" ? t("day.beingBooked") : (booking.customerName ?? t("day.withheld"))
  const service = locale === "de" ? booking.serviceNameDe || booking.serviceName : booking.serviceName
  const starts = booking.wallStart.slice(11)
  const movable = mayWrite && (state === "confirmed" || state === "pending")
  const short = minutes < 30
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      draggable={false}
      aria-current={isSelected ? "true" : undefined}
      data-booking={booking.id}
      data-opens={booking.id}
      data-version={booking.version}
      data-movable={movable ? "" : undefined}
      data-minutes={minutes}
      data-title={name}
      data-starts={starts}
      className={joinClasses(
        "flex h-full scroll-mt-20 scroll-mb-6 flex-col overflow-hidden rounded-small px-2 leading-tight hover:brightness-97",
        short ? "justify-center" : "py-1",
        tileLooks[state],
        isSelected && "inset-ring-2 inset-ring-focus",
        movable && "touch-pan-y",
      )}
    >
      <span className="flex items-center gap-1.5">
        <StatusIcon status={state} className={stateInk[state]} />
        <span className="truncate font-semibold text-sm leading-tight">{name}</span>
        <span className="ms-auto shrink-0 text-ink-quiet text-xs leading-tight">{starts}</span>
      </span>
      {short ? null : <span className="truncate ps-4.5 text-ink-quiet text-sm leading-tight">{service}</span>}
      <VisuallyHidden>
        {short ? `, ${service}` : ""}, {t("day.until", { time: clockTime(booking.endsAt, booking.zone) })},{" "}
        {common(`status.${state}`)}
      </VisuallyHidden>
    </Link>
  )
}

type GroupProps = Extract<PlacedItem["content"], { kind: "group" }> & {
  selected: string | undefined
  hrefOf: (bookingId: string) => string
}

async function GroupTile({ group, members, selected, hrefOf }: GroupProps) {
  const [t, common, locale] = await Promise.all([
    getTranslations("desk"),
    getTranslations("common"),
    getLocale(),
  ])
  const service = locale === "de" ? group.serviceNameDe || group.serviceName : group.serviceName
  return (
    <div
      data-group=""
      className="flex h-full flex-col overflow-hidden rounded-small border border-accent bg-surface-raised leading-tight"
    >
      <p className="flex items-center gap-1.5 px-2 pt-1.5">
        <PeopleIcon className="size-4 text-accent" />
        <span className="truncate font-semibold text-sm">{service}</span>
        <span className="ms-auto shrink-0 text-ink-quiet text-xs">{group.wallStart.slice(11)}</span>
      </p>
      <p className="px-2 ps-7.5 text-ink-quiet text-xs">
        {t("day.seats", { taken: group.seatsTaken, capacity: group.capacity })}
      </p>
      <ul className="mt-1 flex min-h-0 flex-wrap content-start gap-x-1 overflow-y-auto px-1.5 pb-1">
        {members.map((member) => (
          <li key={member.id} className="min-w-0">
            <Link
              href={hrefOf(member.id)}
              prefetch={false}
              scroll={false}
              data-opens={member.id}
              aria-current={member.id === selected ? "true" : undefined}
              className={joinClasses(
                "flex min-h-6 min-w-6 items-center gap-1 rounded-small px-1 text-sm hover:bg-surface-sunken",
                member.state === "cancelled" && "text-ink-quiet line-through",
                member.id === selected && "inset-ring-2 inset-ring-focus",
              )}
            >
              <StatusIcon status={member.state} className={stateInk[member.state]} />
              <span className="truncate">
                {member.state === "held" ? t("day.beingBooked") : (member.customerName ?? t("day.withheld"))}
              </span>
              <VisuallyHidden>, {common(`status.${member.state}`)}</VisuallyHidden>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
