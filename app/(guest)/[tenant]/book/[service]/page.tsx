import "server-only"
import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { formatPrice } from "#lib/base/format-wall-time"
import type { RefusalCode } from "#lib/base/refusals"
import { page } from "#lib/entry/page"
import { LinkButton } from "#ui/link-button"
import { choiceInput, readChoice } from "../../_calendar/read-choice"
import { BookingSteps } from "../../_parts/booking-steps"
import { CalendarAndTimes } from "../../_parts/calendar-and-times"
import { mintFormKey } from "../../_parts/mint-form-key"
import { PractitionerList } from "../../_parts/practitioner-list"
import { PressForm } from "../../_parts/press-form"
import { refusalWords } from "../../_parts/refusal-words"
import { refuseGuest } from "../../_parts/refuse-guest"
import { hold } from "./actions"

export async function generateMetadata({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>
}): Promise<Metadata> {
  const t = await getTranslations("book")
  return { title: (await searchParams).practitioner ? t("time.title") : t("practitioner.title") }
}

/** With whom, then when: the same page, asked further by its address. */
export default page({
  permission: "public:read",
  input: choiceInput,
  run: readChoice,
  refuse: (code: RefusalCode) => refuseGuest(code),
  view: async ({ tenant, service, noChoice, wanted, calendar }) => {
    const t = await getTranslations("book")
    const common = await getTranslations("common")
    const locale = await getLocale()
    const path = `/${tenant.slug}/book/${service.slug}`
    const person = service.practitioners.find(({ id }) => id === wanted)
    const price =
      service.priceCents === 0
        ? t("home.free")
        : formatPrice(service.priceCents, tenant.currency, locale, tenant.zone)
    const hrefOf = (wish: Record<string, string | undefined>) =>
      `${path}?${new URLSearchParams({ practitioner: wanted ?? "anyone", ...(wish as Record<string, string>) })}`
    return (
      <div className="grid gap-8">
        <BookingSteps
          current={calendar ? "time" : "practitioner"}
          hrefs={{ service: `/${tenant.slug}`, practitioner: path }}
          withoutPractitioner={noChoice}
        />
        <header className="grid gap-2">
          <h1 className="font-semibold text-3xl sm:text-4xl">
            {t(calendar ? "time.heading" : "practitioner.heading")}
          </h1>
          <p className="text-ink-quiet text-lg">
            {(locale === "de" && service.nameDe) || service.name}
            {person ? ` ${t("practitioner.with", { name: person.displayName })}` : null},{" "}
            {common("minutes", { count: service.durationMinutes })}, {price}
          </p>
        </header>
        {calendar ? (
          <CalendarAndTimes
            tenant={tenant}
            calendar={calendar}
            hrefOf={hrefOf}
            hint={t("time.pick", { minutes: tenant.holdMinutes })}
            alternative={
              person ? (
                <LinkButton href={`${path}?practitioner=anyone`}>{t("time.anyoneInstead")}</LinkButton>
              ) : null
            }
            form={await holdForm(tenant.slug, service.id, wanted ?? "anyone")}
          />
        ) : (
          <PractitionerList
            service={service}
            hrefOf={(practitioner) => `${path}?practitioner=${encodeURIComponent(practitioner)}`}
          />
        )}
      </div>
    )
  },
})

async function holdForm(tenant: string, serviceId: string, practitionerId: string) {
  const refusals = await refusalWords()
  return (buttons: ReactNode) => (
    <PressForm
      action={hold}
      serverKey={mintFormKey()}
      hidden={{ tenant, serviceId, practitionerId }}
      {...refusals}
    >
      {buttons}
    </PressForm>
  )
}
