import "server-only"
import { randomUUID } from "node:crypto"
import { getLocale, getTranslations } from "next-intl/server"
import { joinClasses } from "#lib/base/join-classes"
import type { Day } from "#lib/bookings/list-day"
import type { DeskBooking } from "#lib/bookings/read-booking"
import type { OwnDesk } from "#lib/members/read-own-desk"
import { EmptyState } from "#ui/empty-state"
import { LinkButton } from "#ui/link-button"
import { BookingPanel } from "./booking-panel.tsx"
import { type DayQuery, dayAddress } from "./day-address.ts"
import { DayAgenda } from "./day-agenda.tsx"
import { DayBoard } from "./day-board.tsx"
import { DayToolbar } from "./day-toolbar.tsx"
import { DeskShell } from "./desk-shell.tsx"
import { shortDay } from "./format-times.ts"
import { LiveDay } from "./live-day.tsx"
import { placeDay } from "./place-day.ts"
import { NoticeFirstPage, SidePanel } from "./side-panel.tsx"
import { WhoFilter } from "./who-filter.tsx"

export type DayView = {
  desk: OwnDesk
  day: Day
  booking: DeskBooking | undefined
  today: string
  nowMs: number
}

type Props = DayView & {
  title: string
  query: DayQuery & { did?: string; v?: number }
}

export async function DayPage({ desk, day, booking, today, nowMs, query: asked, title }: Props) {
  const [t, locale] = await Promise.all([getTranslations("desk"), getLocale()])
  const { did, v, ...query } = asked
  const { slug } = desk.tenant
  const hrefOf = (bookingId: string) => dayAddress(slug, { ...query, booking: bookingId })
  const shown = day.bookings.filter(
    (one) =>
      (query.cancelled || one.state !== "cancelled" || one.id === booking?.id) &&
      (!query.who || one.practitionerId === query.who),
  )
  const groups = day.groups.filter((one) => !query.who || one.practitionerId === query.who)
  const isEmpty = shown.length === 0 && groups.length === 0
  const isList = query.view === "list"
  const live = day.bookings.filter(({ state }) => state !== "cancelled").length
  const back = dayAddress(slug, query)
  const board = placeDay(day, query.cancelled === "1")
  const selected = booking?.id
  const empty = (
    <EmptyState
      title={
        query.who
          ? t("day.emptyFor", {
              name: day.practitioners.find(({ id }) => id === query.who)?.displayName ?? "",
            })
          : t("day.empty")
      }
      action={
        desk.may.writeBookings ? (
          <LinkButton href={`/${slug}/desk/book?date=${day.date}`} size="small">
            {t("nav.book")}
          </LinkButton>
        ) : undefined
      }
    >
      {desk.may.writeBookings ? t("day.emptyBody") : t("day.emptyReader")}
    </EmptyState>
  )
  return (
    <DeskShell desk={desk} section="day" title={`${title} ${shortDay(day.date, locale)}`} fill>
      <LiveDay
        url={`/${slug}/desk/pulse?date=${day.date}`}
        pulse={day.pulse}
        changedText={t("live.changed", { count: live })}
        signInHref={`/sign-in?next=${encodeURIComponent(back)}`}
        words={{
          stale: t.raw("live.stale"),
          ended: t("live.ended"),
          signIn: t("live.signIn"),
        }}
      />
      <NoticeFirstPage />
      <DayToolbar day={day} query={query} today={today} />
      <div className="flex min-h-0 grow max-lg:flex-col">
        <div
          className={joinClasses(
            "flex min-h-0 min-w-0 grow flex-col",
            booking && "max-lg:hidden",
            isList ? "hidden" : "max-md:hidden",
          )}
        >
          <DayBoard
            board={board}
            slug={slug}
            date={day.date}
            zone={day.tenant.zone}
            granularityMinutes={day.tenant.granularityMinutes}
            now={day.date === today ? Math.floor(nowMs / 60_000) - board.startMinute : undefined}
            mayWrite={desk.may.writeBookings}
            selected={selected}
            hrefOf={hrefOf}
            idempotencyKey={randomUUID()}
            back={back}
          />
        </div>
        <div
          className={joinClasses(
            "min-w-0 grow overflow-y-auto px-4 py-4 sm:px-6",
            booking && "max-lg:hidden",
            !isList && "md:hidden",
          )}
        >
          <div className="mx-auto grid max-w-4xl gap-3">
            <WhoFilter day={day} query={query} />
            {isEmpty ? (
              empty
            ) : (
              <DayAgenda day={day} bookings={shown} groups={groups} selected={selected} hrefOf={hrefOf} />
            )}
          </div>
        </div>
        {booking ? (
          <SidePanel
            key={booking.id}
            bookingId={booking.id}
            title={
              booking.state === "held" ? t("day.beingBooked") : (booking.customerName ?? t("booking.title"))
            }
            closeHref={dayAddress(slug, { ...query, booking: undefined })}
            closeLabel={t("booking.close")}
          >
            <BookingPanel
              desk={desk}
              booking={booking}
              back={back}
              did={did && v ? { what: did, version: v } : undefined}
            />
          </SidePanel>
        ) : null}
      </div>
    </DeskShell>
  )
}
