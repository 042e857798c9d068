import "server-only"
import { randomUUID } from "node:crypto"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import type { DeskBooking } from "#lib/bookings/read-booking"
import type { OwnDesk } from "#lib/members/read-own-desk"
import { buttonClass } from "#ui/button"
import { StatusBadge } from "#ui/status-badge"
import { ArrivingNotice } from "./arriving-notice.tsx"
import { BookingHistory } from "./booking-history.tsx"
import { BookingSteps } from "./booking-steps.tsx"
import { Facts } from "./facts.tsx"
import { clockTime, longDay, money, wallMoment, zonedMoment } from "./format-times.ts"
import { mayMove, offerSteps } from "./offer-steps.ts"
import { refusalWords } from "./refusal-words.ts"

type Props = {
  desk: OwnDesk
  booking: DeskBooking
  /** Where steps return to. */
  back: string
  /** What was just done, if it was done to this very version. */
  did: { what: string; version: number } | undefined
}

const tones = { first: "primary", other: "quiet", undo: "quiet", danger: "plain" } as const

/** One booking: who, when, what can be done now, and what has happened. */
export async function BookingPanel({ desk, booking, back, did }: Props) {
  const [t, common, locale, refusals] = await Promise.all([
    getTranslations("desk.booking"),
    getTranslations("common"),
    getLocale(),
    refusalWords(),
  ])
  const base = `/${desk.tenant.slug}/desk`
  const { state, zone } = booking
  const service = locale === "de" ? booking.serviceNameDe || booking.serviceName : booking.serviceName
  const time = wallMoment(booking.wallStart, locale)
  const before = booking.events.at(-2)
  const labels = {
    confirm: t("steps.confirm"),
    arrive: t("steps.arrive"),
    complete: t("steps.complete"),
    "no-show": t("steps.no-show"),
    cancel: t("steps.cancel"),
    "un-arrive": t("undo.arrive"),
    restore:
      state === "completed"
        ? t("undo.complete")
        : state === "no-show"
          ? t("undo.no-show")
          : t("steps.restore"),
    "move-back": t("undo.move", { time: before ? zonedMoment(before.startsAt, zone, locale) : "" }),
  }
  const steps = offerSteps(booking).map(({ step, rank }) => ({
    step,
    label: labels[step],
    tone: tones[rank],
  }))
  // A step that succeeds arrives at a new address, and its forms begin anew. One that is refused stays, whatever has
  // become of the booking meanwhile: the refusal must be read beside the fresh state.
  const arrival = did ? `${did.what} ${did.version}` : ""
  const done = did && did.version === booking.version ? saidOf(did.what) : undefined
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <div>
          <StatusBadge status={state} label={common(`status.${state}`)} />
        </div>
        <p className="font-semibold text-lg leading-snug">
          {longDay(booking.wallStart.slice(0, 10), locale)}
          <br />
          {booking.wallStart.slice(11)}–{clockTime(booking.endsAt, zone)}
        </p>
        {booking.cancelReason ? (
          <p className="text-ink-quiet">{t(`cancelReasons.${booking.cancelReason as "by_customer"}`)}</p>
        ) : null}
        {state === "held" ? <p className="text-ink-quiet">{t("heldBody")}</p> : null}
      </div>
      {done ? <ArrivingNotice key={booking.version}>{t(`did.${done}`, { time })}</ArrivingNotice> : null}
      {desk.may.writeBookings ? (
        <section aria-label={t("actions")} className="flex flex-wrap items-center gap-2 empty:hidden">
          <BookingSteps
            key={`steps ${arrival}`}
            tenant={desk.tenant.slug}
            bookingId={booking.id}
            version={booking.version}
            back={back}
            idempotencyKey={randomUUID()}
            steps={steps.filter(({ step }) => step !== "cancel")}
            words={{ ...stepWords(), askCancel: askCancel() }}
          />
          {mayMove(booking) ? (
            <Link
              href={`${base}/bookings/${booking.id}/move`}
              prefetch={false}
              className={buttonClass({ tone: "quiet", size: "small" })}
            >
              {t("steps.move")}
            </Link>
          ) : null}
          <BookingSteps
            key={`cancel ${arrival}`}
            tenant={desk.tenant.slug}
            bookingId={booking.id}
            version={booking.version}
            back={back}
            idempotencyKey={randomUUID()}
            steps={steps.filter(({ step }) => step === "cancel")}
            words={{ ...stepWords(), askCancel: askCancel() }}
          />
        </section>
      ) : (
        <p className="text-ink-quiet text-sm">{t("readOnly")}</p>
      )}
      <Facts
        ruled
        entries={[
          ...(booking.customerName
            ? [
                {
                  term: t("customer"),
                  value: desk.may.readCustomers ? (
                    <Link href={`${base}/customers/${booking.customerId}`} prefetch={false} className="link">
                      {booking.customerName}
                    </Link>
                  ) : (
                    booking.customerName
                  ),
                },
              ]
            : []),
          ...(booking.customerPhone || booking.customerEmail
            ? [{ term: t("contact"), value: <Contact booking={booking} /> }]
            : []),
          { term: t("what"), value: service },
          { term: t("with"), value: booking.practitionerName },
          { term: t("where"), value: booking.locationName },
          ...(booking.resources.length > 0 ? [{ term: t("room"), value: booking.resources.join(", ") }] : []),
          { term: t("price"), value: money(booking.priceCents, booking.currency, locale) },
          {
            term: t("source"),
            value: `${zonedMoment(booking.createdAt, zone, locale)}, ${t(`sources.${booking.source}`)}`,
          },
        ]}
      />
      <section aria-label={t("history")} className="grid gap-3">
        <h2 className="font-semibold">{t("history")}</h2>
        <BookingHistory booking={booking} />
      </section>
    </div>
  )

  function stepWords() {
    return { pending: t("pending"), refused: t("refused"), refusals, close: common("close") }
  }
  function askCancel() {
    return {
      title: t("askCancel.title"),
      body: t("askCancel.body", { name: booking.customerName ?? "—", time }),
      yes: t("askCancel.yes"),
      no: t("askCancel.no"),
    }
  }
}

const saying = {
  confirm: "confirm",
  arrive: "arrive",
  complete: "complete",
  "no-show": "no-show",
  cancel: "cancel",
  restore: "restore",
  "un-arrive": "undo",
  "move-back": "undo",
  move: "move",
  book: "book",
} as const

/** The words for what an address claims was done; an unknown claim says nothing. */
export function saidOf(what: string): (typeof saying)[keyof typeof saying] | undefined {
  return Object.hasOwn(saying, what) ? saying[what as keyof typeof saying] : undefined
}

function Contact({ booking }: { booking: DeskBooking }) {
  return (
    <span className="grid justify-items-start gap-1">
      {booking.customerPhone ? (
        <a href={`tel:${booking.customerPhone.replace(/[^+\d]/g, "")}`} className="link min-h-6">
          {booking.customerPhone}
        </a>
      ) : null}
      {booking.customerEmail ? (
        <a href={`mailto:${booking.customerEmail}`} className="link min-h-6 max-w-full truncate">
          {booking.customerEmail}
        </a>
      ) : null}
    </span>
  )
}
