import "server-only"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { type CustomerHit, searchCustomers } from "#lib/customers/search-customers"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { type OwnDesk, readOwnDesk } from "#lib/members/read-own-desk"
import { EmptyState } from "#ui/empty-state"
import { CustomerList } from "../../../_parts/customer-list.tsx"
import { DeskShell } from "../../../_parts/desk-shell.tsx"
import { SearchForm } from "../../../_parts/search-form.tsx"

const input = z.object({
  tenant: z.string(),
  // A text that no name can hold finds nobody; it is not an error.
  text: z
    .string()
    .max(120)
    .regex(/^[^\0]*$/)
    .default("")
    .catch(""),
})

type Found = { desk: OwnDesk; hits: readonly CustomerHit[] | undefined }

async function run(
  tx: Tx<"customers:read">,
  { text }: z.infer<typeof input>,
): Promise<Outcome<Found, "NOT_FOUND">> {
  const [desk, hits] = await Promise.all([
    readOwnDesk(tx),
    text.trim() ? searchCustomers(tx, { text }) : undefined,
  ])
  if (!desk.ok) return desk
  return ok({ desk: desk.value, hits: hits?.ok ? hits.value : undefined })
}

/** Customers by any part of a name, number or address. Nobody is listed unasked. */
export default page({
  permission: "customers:read",
  input,
  run,
  view: async ({ desk, hits }, { text }) => {
    const t = await getTranslations("desk.customers")
    const base = `/${desk.tenant.slug}/desk/customers`
    return (
      <DeskShell desk={desk} section="customers" title={t("title")}>
        <div className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 sm:px-6 sm:py-8">
          <h1 className="font-semibold text-3xl">{t("title")}</h1>
          <SearchForm
            action={base}
            text={text}
            words={{ label: t("label"), hint: t("hint"), search: t("search") }}
          />
          <p role="status" className="sr-only">
            {hits ? t("found", { count: hits.length }) : ""}
          </p>
          {!hits ? (
            <EmptyState title={t("start")}>{t("startBody")}</EmptyState>
          ) : hits.length === 0 ? (
            <EmptyState title={t("none", { text: text.trim() })}>{t("noneBody")}</EmptyState>
          ) : (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
              <CustomerList base={base} hits={hits} />
              {hits.length >= 20 ? (
                <p className="text-ink-quiet text-sm">{t("many", { count: hits.length })}</p>
              ) : null}
            </div>
          )}
        </div>
      </DeskShell>
    )
  },
})
