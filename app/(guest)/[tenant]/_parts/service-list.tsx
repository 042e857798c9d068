import { getLocale, getTranslations } from "next-intl/server"
import { formatPrice } from "#lib/base/format-wall-time"
import type { Service } from "#lib/services/list-services"
import type { Tenant } from "#lib/tenants/read-tenant"
import { ArrowIcon } from "#ui/icons"

type Props = { tenant: Tenant; services: readonly Service[] }

/** Cards whose heading is the link; the whole card is its target. */
export async function ServiceList({ tenant, services }: Props) {
  const t = await getTranslations("book.home")
  const common = await getTranslations("common")
  const locale = await getLocale()
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {services.map((service) => {
        const description = (locale === "de" && service.descriptionDe) || service.description
        return (
          <li
            key={service.id}
            className="group relative flex flex-col gap-2 rounded-card border border-line bg-surface-raised p-5 shadow-raised transition-colors duration-150 ease-calm has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 hover:border-accent sm:p-6"
          >
            <h3 className="font-semibold text-lg">
              <a
                href={`/${tenant.slug}/book/${service.slug}`}
                className="outline-none after:absolute after:inset-0 after:rounded-card"
              >
                {(locale === "de" && service.nameDe) || service.name}
              </a>
            </h3>
            {description ? <p className="text-ink-quiet">{description}</p> : null}
            <p className="mt-auto flex flex-wrap items-center gap-x-4 gap-y-1 pt-3">
              <span>{common("minutes", { count: service.durationMinutes })}</span>
              <span className="font-semibold">
                {service.priceCents === 0
                  ? t("free")
                  : formatPrice(service.priceCents, tenant.currency, locale, tenant.zone)}
              </span>
              {service.capacity > 1 ? (
                <span className="text-ink-quiet">{t("group", { seats: service.capacity })}</span>
              ) : null}
              <ArrowIcon className="ms-auto size-5 shrink-0 text-accent transition-transform duration-150 ease-calm group-hover:translate-x-1" />
            </p>
          </li>
        )
      })}
    </ul>
  )
}
