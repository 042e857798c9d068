import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { type CustomerCard, readCustomer } from "#lib/customers/read-customer"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { type OwnDesk, readOwnDesk } from "#lib/members/read-own-desk"
import { Card } from "#ui/card"
import { EmptyState } from "#ui/empty-state"
import { LinkButton } from "#ui/link-button"
import { CustomerVisits } from "../../../../_parts/customer-visits.tsx"
import { DeskShell } from "../../../../_parts/desk-shell.tsx"
import { Facts } from "../../../../_parts/facts.tsx"
import { zonedDay } from "../../../../_parts/format-times.ts"

const input = z.object({ tenant: z.string(), id: z.uuid() })

type CustomerView = { desk: OwnDesk; customer: CustomerCard; nowMs: number }

async function run(
  tx: Tx<"customers:read">,
  { id }: z.infer<typeof input>,
): Promise<Outcome<CustomerView, "NOT_FOUND">> {
  const [desk, customer] = await Promise.all([readOwnDesk(tx), readCustomer(tx, { customerId: id })])
  if (!desk.ok) return desk
  return customer.ok ? ok({ desk: desk.value, customer: customer.value, nowMs: tx.now.getTime() }) : customer
}

/** One customer: how to reach them, and every appointment. */
export default page({
  permission: "customers:read",
  input,
  run,
  view: async ({ desk, customer, nowMs }) => {
    const [t, common, locale] = await Promise.all([
      getTranslations("desk.customers"),
      getTranslations("common"),
      getLocale(),
    ])
    const { slug, zone } = desk.tenant
    const { visits, phone, email } = customer
    const isAhead = (visit: (typeof visits)[number]) => Date.parse(visit.startsAt) >= nowMs
    const none = <span className="text-ink-quiet">{t("page.none")}</span>
    return (
      <DeskShell desk={desk} section="customers" title={customer.fullName}>
        <div className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 sm:px-6 sm:py-8">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <h1 className="min-w-0 break-words font-semibold text-3xl">{customer.fullName}</h1>
            {desk.may.writeBookings ? (
              <LinkButton href={`/${slug}/desk/book?customer=${customer.id}`} size="small">
                {t("page.book")}
              </LinkButton>
            ) : null}
          </div>
          <Card>
            <Facts
              entries={[
                {
                  term: t("page.phone"),
                  value: phone ? (
                    <a href={`tel:${phone.replace(/[^+\d]/g, "")}`} className="link">
                      {phone}
                    </a>
                  ) : (
                    none
                  ),
                },
                {
                  term: t("page.email"),
                  value: email ? (
                    <a href={`mailto:${email}`} className="link">
                      {email}
                    </a>
                  ) : (
                    none
                  ),
                },
                { term: t("page.locale"), value: common(`languages.${customer.locale}`) },
                { term: t("page.since"), value: zonedDay(customer.createdAt, zone, locale) },
              ]}
            />
          </Card>
          {visits.length === 0 ? (
            <EmptyState title={t("page.noVisits")}>{t("page.noVisitsBody")}</EmptyState>
          ) : (
            <>
              <CustomerVisits
                title={t("page.upcoming")}
                slug={slug}
                visits={visits.filter(isAhead).toReversed()}
              />
              <CustomerVisits
                title={t("page.past")}
                slug={slug}
                visits={visits.filter((visit) => !isAhead(visit))}
              />
            </>
          )}
        </div>
      </DeskShell>
    )
  },
})
