import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import { z } from "zod"
import { formatWall } from "#lib/base/format-wall-time"
import { ok } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { readLinkedBooking } from "#lib/bookings/read-linked-booking"
import { page } from "#lib/entry/page"
import { readTenant } from "#lib/tenants/read-tenant"
import { Card } from "#ui/card"
import { LinkButton } from "#ui/link-button"
import { SubmitButton } from "#ui/submit-button"
import { AppointmentSummary } from "../../_parts/appointment-summary"
import { DeadLink } from "../../_parts/dead-link"
import { linkedPageMetadata, linkInput } from "../../_parts/linked-page"
import { mintFormKey } from "../../_parts/mint-form-key"
import { PlainMessage } from "../../_parts/plain-message"
import { PressForm } from "../../_parts/press-form"
import { refusalWords } from "../../_parts/refusal-words"
import { TooLate } from "../../_parts/too-late"
import { cancel } from "./actions"

export const generateMetadata = () => linkedPageMetadata("cancel")

/** Shows what would be cancelled. Only the button does it: mail scanners open every link. */
export default page({
  permission: "public:read",
  input: z.object({ ...linkInput, done: z.literal("1").optional() }),
  link: ({ token }) => token,
  run: async (tx) => {
    const [booking, tenant] = await Promise.all([readLinkedBooking(tx, "cancel"), readTenant(tx)])
    if (!booking.ok) return booking
    if (!tenant.ok) return tenant
    const tooLate = booking.value.changeableUntil <= tx.now
    return ok({ booking: booking.value, tenant: tenant.value, tooLate })
  },
  refuse: (code: RefusalCode, { tenant, done }) =>
    code === "LINK_DEAD" && done ? <Done tenant={tenant} /> : <DeadLink code={code} tenant={tenant} />,
  view: async ({ booking, tenant, tooLate }, { token }) => {
    const t = await getTranslations("book.cancel")
    const locale = await getLocale()
    return (
      <div className="grid max-w-narrow gap-7">
        <header className="grid gap-3">
          <h1 className="font-semibold text-3xl sm:text-4xl">{t(tooLate ? "lateTitle" : "heading")}</h1>
          {tooLate ? null : <p className="text-ink-quiet text-lg">{t("lead")}</p>}
        </header>
        {tooLate ? <TooLate tenant={tenant} area="cancel" /> : null}
        <Card>
          <AppointmentSummary booking={booking} />
        </Card>
        {tooLate ? null : (
          <PressForm
            action={cancel}
            serverKey={mintFormKey()}
            hidden={{ tenant: tenant.slug, token }}
            {...(await refusalWords())}
          >
            <div className="flex flex-wrap gap-3">
              <SubmitButton tone="danger" pendingLabel={t("cancelling")}>
                {t("confirm", { day: formatWall(booking.wallStart, "day", locale, booking.zone) })}
              </SubmitButton>
              <LinkButton href={`/${tenant.slug}`} tone="quiet">
                {t("keep")}
              </LinkButton>
            </div>
          </PressForm>
        )}
      </div>
    )
  },
})

async function Done({ tenant }: { tenant: string }) {
  const t = await getTranslations("book.cancel")
  return (
    <PlainMessage title={t("doneTitle")} body={t("doneBody")}>
      <LinkButton href={`/${tenant}`}>{t("again")}</LinkButton>
    </PlainMessage>
  )
}
