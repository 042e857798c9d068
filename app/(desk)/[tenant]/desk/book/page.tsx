import "server-only"
import { randomUUID } from "node:crypto"
import { getLocale, getTranslations } from "next-intl/server"
import { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { type FreeTimes, listFreeTimes } from "#lib/bookings/list-free-times"
import { type ChosenCustomer, readBookableCustomer } from "#lib/customers/read-bookable-customer"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { type OwnDesk, readOwnDesk } from "#lib/members/read-own-desk"
import { listServices, type Service } from "#lib/services/list-services"
import { EmptyState } from "#ui/empty-state"
import { BookForm } from "../../../_parts/book-form.tsx"
import { bookWords } from "../../../_parts/book-words.ts"
import { describeTimes } from "../../../_parts/describe-times.ts"
import { DeskShell } from "../../../_parts/desk-shell.tsx"
import { dateIn } from "../../../_parts/format-times.ts"
import { SlotQueryForm } from "../../../_parts/slot-query-form.tsx"

const input = z.object({
  tenant: z.string(),
  service: z.uuid().optional(),
  practitioner: z.union([z.uuid(), z.literal("")]).optional(),
  date: z.iso.date().optional(),
  at: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  customer: z.uuid().optional(),
})

type Chosen = { service: Service; practitioner: string; date: string; free: FreeTimes }
type BookView = {
  desk: OwnDesk
  services: readonly Service[]
  chosen: Chosen | undefined
  customer: ChosenCustomer | undefined
}

async function run(
  tx: Tx<"bookings:write">,
  query: z.infer<typeof input>,
): Promise<Outcome<BookView, "NOT_FOUND" | "INVALID_INPUT">> {
  const [desk, services, customer] = await Promise.all([
    readOwnDesk(tx),
    listServices(tx),
    query.customer ? readBookableCustomer(tx, { customerId: query.customer }) : undefined,
  ])
  if (!desk.ok) return desk
  const performs = (one: Service) => one.practitioners.some(({ id }) => id === query.practitioner)
  const service =
    services.find(({ id }) => id === query.service) ??
    usualOf(services, query.practitioner ? performs : undefined)
  const view = { desk: desk.value, services, customer: customer?.ok ? customer.value : undefined }
  if (!service) return ok({ ...view, chosen: undefined })
  const practitioner = query.practitioner && performs(service) ? query.practitioner : ""
  const date = query.date ?? dateIn(desk.value.tenant.zone, tx.now)
  const free = await listFreeTimes(tx, {
    serviceId: service.id,
    practitionerId: practitioner || undefined,
    date,
  })
  return free.ok ? ok({ ...view, chosen: { service, practitioner, date, free: free.value } }) : free
}

/** What to begin with: something that is free at any time, rather than a group that meets when it meets. */
function usualOf(
  services: readonly Service[],
  performs: ((service: Service) => boolean) | undefined,
): Service | undefined {
  const able = performs ? services.filter(performs) : []
  const choice = able.length > 0 ? able : services
  return choice.find(({ capacity }) => capacity === 1) ?? choice[0]
}

/** A new appointment for somebody who calls or stands at the desk: service, time, person, done. */
export default page({
  permission: "bookings:write",
  input,
  run,
  view: async ({ desk, services, chosen, customer }, { at }) => {
    const [t, locale, words] = await Promise.all([getTranslations("desk.book"), getLocale(), bookWords()])
    const { slug } = desk.tenant
    const here = `/${slug}/desk/book`
    const title = t("title")
    if (!chosen) {
      return (
        <DeskShell desk={desk} section="book" title={title}>
          <div className="mx-auto w-full max-w-narrow px-4 py-10">
            <EmptyState title={t("noServices")}>{t("noServicesBody")}</EmptyState>
          </div>
        </DeskShell>
      )
    }
    const { service, practitioner, date, free } = chosen
    const kept = {
      service: service.id,
      practitioner,
      ...(customer && { customer: customer.id }),
    }
    return (
      <DeskShell desk={desk} section="book" title={title}>
        <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-6 sm:px-6 sm:py-8">
          <h1 className="font-semibold text-3xl">{title}</h1>
          <BookForm
            tenant={slug}
            serviceId={service.id}
            practitionerId={practitioner}
            idempotencyKey={randomUUID()}
            customer={customer}
            mayAddCustomer={desk.may.writeCustomers}
            maySearch={desk.may.readCustomers}
            locale={desk.tenant.locale}
            words={words}
            times={
              await describeTimes({
                free,
                date,
                service,
                at,
                hrefOf: (on) => `${here}?${new URLSearchParams({ ...kept, date: on })}`,
              })
            }
          >
            <SlotQueryForm
              action={here}
              fields={{ service: service.id, practitioner, date, customer: customer?.id }}
              services={services.map((one) => ({
                id: one.id,
                label: `${(locale === "de" && one.nameDe) || one.name} (${one.durationMinutes} min)`,
              }))}
              practitioners={service.practitioners}
              words={{
                service: t("service"),
                practitioner: t("practitioner"),
                anyone: t("anyone"),
                date: t("date"),
                show: t("show"),
              }}
            />
          </BookForm>
        </div>
      </DeskShell>
    )
  },
})
