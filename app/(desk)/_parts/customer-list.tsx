import "server-only"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import type { CustomerHit } from "#lib/customers/search-customers"
import { wallMoment } from "./format-times.ts"

/** Customers that were found, each with what tells two of one name apart. */
export async function CustomerList({ base, hits }: { base: string; hits: readonly CustomerHit[] }) {
  const [t, locale] = await Promise.all([getTranslations("desk.customers"), getLocale()])
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-raised">
      {hits.map((hit) => (
        <li
          key={hit.id}
          className="relative grid items-center gap-x-6 gap-y-0.5 px-5 py-3 leading-snug hover:bg-surface-sunken has-focus-visible:bg-surface-sunken sm:grid-cols-[1fr_1.1fr_1fr]"
        >
          <Link
            href={`${base}/${hit.id}`}
            prefetch={false}
            className="break-words font-semibold after:absolute after:inset-0"
          >
            {hit.fullName}
          </Link>
          <span className="grid min-w-0 text-sm">
            <span className="truncate">{hit.phone}</span>
            <span className="truncate text-ink-quiet">{hit.email}</span>
          </span>
          <span className="grid text-sm">
            <span className="text-ink-quiet">{t("latest")}</span>
            <span>{hit.latestWallStart ? wallMoment(hit.latestWallStart, locale) : t("noVisit")}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
