import "server-only"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { z } from "zod"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { type LinkedBooking, readLinkedBooking } from "#lib/bookings/read-linked-booking"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { readTenant, type Tenant } from "#lib/tenants/read-tenant"
import { Card } from "#ui/card"
import { LinkButton } from "#ui/link-button"
import { Notice } from "#ui/notice"
import { type BookingCalendar, readBookingCalendar } from "../../_calendar/read-booking-calendar"
import { wishInput } from "../../_calendar/read-choice"
import { AppointmentSummary } from "../../_parts/appointment-summary"
import { CalendarAndTimes } from "../../_parts/calendar-and-times"
import { DeadLink } from "../../_parts/dead-link"
import { linkedPageMetadata, linkInput } from "../../_parts/linked-page"
import { mintFormKey } from "../../_parts/mint-form-key"
import { PressForm } from "../../_parts/press-form"
import { refusalWords } from "../../_parts/refusal-words"
import { TooLate } from "../../_parts/too-late"
import { move } from "./actions"

export const generateMetadata = () => linkedPageMetadata("move")

const input = z.object({ ...linkInput, ...wishInput, done: z.literal("1").optional() })

type Moving = {
  readonly booking: LinkedBooking
  readonly tenant: Tenant
  readonly wanted: string
  /** Absent when it is too late. */
  readonly calendar: BookingCalendar | undefined
}

async function readMove(
  tx: Tx<"public:read">,
  { practitioner, month, date }: z.infer<typeof input>,
): Promise<Outcome<Moving, "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED">> {
  const [linked, tenant] = await Promise.all([readLinkedBooking(tx, "move"), readTenant(tx)])
  if (!linked.ok) return linked
  if (!tenant.ok) return tenant
  const booking = linked.value
  const wanted = practitioner ?? booking.practitionerId
  if (booking.changeableUntil <= tx.now)
    return ok({ booking, tenant: tenant.value, wanted, calendar: undefined })
  const calendar = await readBookingCalendar(tx, {
    serviceId: booking.serviceId,
    practitionerId: wanted === "anyone" ? undefined : wanted,
    month,
    date,
    zone: tenant.value.zone,
    horizonDays: tenant.value.horizonDays,
    exceptBookingId: booking.id,
  })
  return calendar.ok
    ? ok({ booking, tenant: tenant.value, wanted, calendar: calendar.value })
    : refused("NOT_FOUND")
}

/** The appointment as it is, and the calendar to choose another time. Only a pressed time moves it. */
export default page({
  permission: "public:read",
  input,
  link: ({ token }) => token,
  run: readMove,
  refuse: (code: RefusalCode, { tenant }) => <DeadLink code={code} tenant={tenant} />,
  view: async ({ booking, tenant, wanted, calendar }, { token, done }) => {
    const t = await getTranslations("book")
    const path = `/${tenant.slug}/move/${token}`
    // Version 2 is the booking as it was made: an address alone does not make it a moved one.
    const moved = done && booking.version > 2
    const hrefOf = (wish: Record<string, string | undefined>) =>
      `${path}?${new URLSearchParams({ practitioner: wanted, ...(wish as Record<string, string>) })}`
    const refusals = await refusalWords()
    const hidden = { tenant: tenant.slug, token, practitionerId: wanted }
    const form = (buttons: ReactNode) => (
      <PressForm action={move} serverKey={mintFormKey()} hidden={hidden} {...refusals}>
        {buttons}
      </PressForm>
    )
    const own = wanted === booking.practitionerId
    const others = (
      <LinkButton href={own ? `${path}?practitioner=anyone` : path} tone="quiet">
        {own ? t("move.anyone") : t("move.only", { name: booking.practitionerName })}
      </LinkButton>
    )
    return (
      <div className="grid gap-8">
        <h1 className="font-semibold text-3xl sm:text-4xl">
          {t(moved ? "move.movedTitle" : calendar ? "move.heading" : "move.lateTitle")}
        </h1>
        {moved ? <Notice tone="good">{t("move.movedBody")}</Notice> : null}
        {calendar || moved ? null : <TooLate tenant={tenant} area="move" />}
        <Card className="max-w-narrow">
          <AppointmentSummary booking={booking} />
        </Card>
        {calendar && !moved ? (
          <section aria-labelledby="new-time" className="grid gap-5">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <h2 id="new-time" className="font-semibold text-2xl">
                {t("move.newTime")}
              </h2>
              {others}
            </div>
            <CalendarAndTimes
              tenant={tenant}
              calendar={calendar}
              hrefOf={hrefOf}
              hint={t("time.pickMove")}
              form={form}
              alternative={own ? others : null}
            />
          </section>
        ) : null}
      </div>
    )
  },
})
