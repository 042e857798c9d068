import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import { z } from "zod"
import { formatInstantTime, formatWall, formatWallSpan } from "#lib/base/format-wall-time"
import { ok } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { noticeHoldPage } from "#lib/bookings/notice-hold-page"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { page } from "#lib/entry/page"
import { listServices } from "#lib/services/list-services"
import { readTenant } from "#lib/tenants/read-tenant"
import { Card } from "#ui/card"
import { LinkButton } from "#ui/link-button"
import { Notice } from "#ui/notice"
import { SubmitButton } from "#ui/submit-button"
import { asksNobody } from "../../_calendar/read-choice"
import { AppointmentSummary } from "../../_parts/appointment-summary"
import { BookingSteps } from "../../_parts/booking-steps"
import { DeadLink } from "../../_parts/dead-link"
import { linkedPageMetadata, linkInput } from "../../_parts/linked-page"
import { mintFormKey } from "../../_parts/mint-form-key"
import { PlainMessage } from "../../_parts/plain-message"
import { PressForm } from "../../_parts/press-form"
import { refusalWords } from "../../_parts/refusal-words"
import { confirm, release } from "./actions"
import { DetailsForm } from "./details-form"
import { detailsWords } from "./details-words"
import { HoldCountdown } from "./hold-countdown"

export const generateMetadata = () => linkedPageMetadata("hold")

/** Who is coming, while the time is held. */
export default page({
  permission: "public:read",
  input: z.object(linkInput),
  link: ({ token }) => token,
  run: async (tx) => {
    const [held, tenant, services] = await Promise.all([
      readLinkedBooking(tx, "hold"),
      readTenant(tx),
      listServices(tx),
    ])
    if (!held.ok) return held
    if (!tenant.ok) return tenant
    const expiresAt = held.value.holdExpiresAt ?? tx.now
    const remainingSeconds = Math.max(0, Math.floor((expiresAt.getTime() - tx.now.getTime()) / 1000))
    const service = services.find(({ id }) => id === held.value.serviceId)
    const noChoice = !service || asksNobody(service)
    return ok({ booking: held.value, tenant: tenant.value, expiresAt, remainingSeconds, noChoice })
  },
  refuse: (code: RefusalCode, { tenant }) =>
    code === "HOLD_EXPIRED" ? <Expired tenant={tenant} /> : <DeadLink code={code} tenant={tenant} />,
  view: async ({ booking, tenant, expiresAt, remainingSeconds, noChoice }, { token }) => {
    noticeHoldPage(token)
    const t = await getTranslations("book.hold")
    const summary = await getTranslations("book.summary")
    const locale = await getLocale()
    const calendarHref = `/${tenant.slug}/book/${booking.serviceSlug}?practitioner=anyone`
    const link = { tenant: tenant.slug, token }
    return (
      <div className="grid gap-8">
        <BookingSteps current="details" hrefs={{}} withoutPractitioner={noChoice} />
        <header className="grid gap-2">
          <h1 className="font-semibold text-3xl sm:text-4xl">{t("heading")}</h1>
          <p className="text-ink-quiet text-lg">
            {formatWall(booking.wallStart, "day", locale, booking.zone)},{" "}
            {formatWallSpan(booking.wallStart, booking.durationMinutes, locale, booking.zone)}{" "}
            {t("with", { name: booking.practitionerName })}
          </p>
        </header>
        <HoldCountdown
          remainingSeconds={remainingSeconds}
          chooseAgainHref={calendarHref}
          words={{
            heldUntil: t("heldUntil", { time: formatInstantTime(expiresAt, locale, booking.zone) }),
            remaining: t.raw("remaining") as string,
            minutesLeft: t.raw("minutesLeft") as string,
            oneMinuteLeft: t("oneMinuteLeft"),
            secondsLeft: t("secondsLeft"),
            expiredTitle: t("expiredTitle"),
            expiredNow: t("expiredNow"),
            chooseAgain: t("chooseAgain"),
          }}
        />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,34rem)_1fr]">
          <Card>
            <DetailsForm
              action={confirm}
              serverKey={mintFormKey()}
              link={link}
              locale={locale}
              chooseAgainHref={calendarHref}
              words={await detailsWords(tenant.needsApproval)}
            />
          </Card>
          <div className="grid gap-5">
            <Card>
              <h2 className="pb-1 font-semibold text-lg">{summary("heading")}</h2>
              <AppointmentSummary booking={booking} />
              <div className="pt-3">
                <PressForm
                  action={release}
                  serverKey={mintFormKey()}
                  hidden={link}
                  givesBack
                  {...(await refusalWords())}
                >
                  <div>
                    <SubmitButton tone="quiet" pendingLabel={t("releasing")}>
                      {t("chooseAnother")}
                    </SubmitButton>
                  </div>
                </PressForm>
              </div>
            </Card>
            {tenant.needsApproval ? <Notice title={t("approvalTitle")}>{t("approvalBody")}</Notice> : null}
          </div>
        </div>
      </div>
    )
  },
})

async function Expired({ tenant }: { tenant: string }) {
  const t = await getTranslations("book.hold")
  return (
    <PlainMessage title={t("expiredTitle")} body={t("expiredBody")}>
      <LinkButton href={`/${tenant}`}>{t("chooseAgain")}</LinkButton>
    </PlainMessage>
  )
}
