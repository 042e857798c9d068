import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import { z } from "zod"
import { ok } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { page } from "#lib/entry/page"
import { listServices } from "#lib/services/list-services"
import { readTenant } from "#lib/tenants/read-tenant"
import { EmptyState } from "#ui/empty-state"
import { CheckIcon } from "#ui/icons"
import { ContactLines } from "./_parts/contact-lines"
import { refuseGuest } from "./_parts/refuse-guest"
import { ServiceList } from "./_parts/service-list"

/** The front of a practice: what it offers, each a way into the booking. */
export default page({
  permission: "public:read",
  input: z.object({ tenant: z.string() }),
  run: async (tx) => {
    const [tenant, services] = await Promise.all([readTenant(tx), listServices(tx)])
    return tenant.ok ? ok({ tenant: tenant.value, services }) : tenant
  },
  refuse: (code: RefusalCode) => refuseGuest(code),
  view: async ({ tenant, services }) => {
    const t = await getTranslations("book.home")
    const locale = await getLocale()
    const tagline = (locale === "de" && tenant.taglineDe) || tenant.tagline
    return (
      <>
        <header className="grid gap-4 pb-10 sm:pb-14">
          <h1 className="font-semibold text-4xl tracking-tight sm:text-6xl">{tenant.name}</h1>
          {tagline ? <p className="max-w-prose text-ink-quiet text-lg sm:text-xl">{tagline}</p> : null}
          <ul className="mt-2 flex flex-wrap gap-x-7 gap-y-2 text-ink-quiet">
            {(["noAccount", "held", "private"] as const).map((promise) => (
              <li key={promise} className="flex items-center gap-2">
                <CheckIcon className="size-4 text-accent" />
                {t(promise)}
              </li>
            ))}
          </ul>
        </header>
        <section aria-labelledby="services" className="grid gap-5">
          <h2 id="services" className="font-semibold text-2xl">
            {t("choose")}
          </h2>
          {services.length > 0 ? (
            <ServiceList tenant={tenant} services={services} />
          ) : (
            <EmptyState title={t("emptyTitle")} action={<ContactLines tenant={tenant} />}>
              {t("emptyBody")}
            </EmptyState>
          )}
        </section>
      </>
    )
  },
})
