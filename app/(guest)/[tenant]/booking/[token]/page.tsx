import "server-only"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import { ok } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { type BookingState, readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { page } from "#lib/entry/page"
import { readTenant } from "#lib/tenants/read-tenant"
import { Card } from "#ui/card"
import { GoodIcon, InfoIcon } from "#ui/icons"
import { LinkButton } from "#ui/link-button"
import { AppointmentSummary } from "../../_parts/appointment-summary"
import { DeadLink } from "../../_parts/dead-link"
import { linkedPageMetadata, linkInput } from "../../_parts/linked-page"

export const generateMetadata = () => linkedPageMetadata("booking")

const wordsOf = {
  held: "pending",
  pending: "pending",
  confirmed: "confirmed",
  arrived: "arrived",
  completed: "over",
  cancelled: "cancelled",
  "no-show": "missed",
} as const satisfies Record<BookingState, string>

/** The appointment, for whoever holds the view link. It shows, and can change nothing. */
export default page({
  permission: "public:read",
  input: z.object(linkInput),
  link: ({ token }) => token,
  run: async (tx) => {
    const [booking, tenant] = await Promise.all([readLinkedBooking(tx, "view"), readTenant(tx)])
    if (!booking.ok) return booking
    return tenant.ok ? ok({ booking: booking.value, tenant: tenant.value }) : tenant
  },
  refuse: (code: RefusalCode, { tenant }) => <DeadLink code={code} tenant={tenant} />,
  view: async ({ booking, tenant }, { token }) => {
    const t = await getTranslations("book.booking")
    const words = wordsOf[booking.state]
    const stands = words === "confirmed" || words === "pending"
    const StateIcon = words === "confirmed" || words === "arrived" ? GoodIcon : InfoIcon
    return (
      <div className="grid max-w-narrow gap-7">
        <header className="grid gap-3">
          <StateIcon className="size-12 text-accent" />
          <h1 className="font-semibold text-3xl sm:text-4xl">{t(`${words}Heading`)}</h1>
          <p className="text-ink-quiet text-lg">{t(`${words}Body`)}</p>
        </header>
        <Card>
          <AppointmentSummary booking={booking} />
        </Card>
        {stands ? (
          <div className="grid gap-2">
            <div>
              <LinkButton href={`/${tenant.slug}/booking/${token}/calendar.ics`} tone="quiet">
                {t("calendar")}
              </LinkButton>
            </div>
            <p className="text-ink-quiet text-sm">
              {t(tenant.discreet ? "calendarHint" : "calendarHintOpen")}
            </p>
          </div>
        ) : (
          <div>
            <LinkButton href={`/${tenant.slug}`}>{t("again")}</LinkButton>
          </div>
        )}
        {stands ? <p className="text-ink-quiet text-sm">{t("mailMissing")}</p> : null}
      </div>
    )
  },
})
