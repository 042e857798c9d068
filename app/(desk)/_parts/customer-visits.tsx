import "server-only"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import type { CustomerVisit } from "#lib/customers/read-customer"
import { StatusBadge } from "#ui/status-badge"
import { wallMoment } from "./format-times.ts"

type Props = { title: string; slug: string; visits: readonly CustomerVisit[] }

/** Appointments of one customer under a heading; nothing when there are none. */
export async function CustomerVisits({ title, slug, visits }: Props) {
  const [common, locale] = await Promise.all([getTranslations("common"), getLocale()])
  if (visits.length === 0) return null
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 className="font-semibold text-xl">{title}</h2>
      <ol className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-raised">
        {visits.map((visit) => (
          <li
            key={visit.id}
            className="relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-5 py-2.5 leading-snug hover:bg-surface-sunken has-focus-visible:bg-surface-sunken sm:grid-cols-[14rem_1fr_auto]"
          >
            <Link
              href={`/${slug}/desk/bookings/${visit.id}`}
              prefetch={false}
              className="font-semibold after:absolute after:inset-0"
            >
              {wallMoment(visit.wallStart, locale)}
            </Link>
            <span className="min-w-0 text-ink-quiet max-sm:order-3 max-sm:col-span-2 max-sm:text-sm">
              {locale === "de" ? visit.serviceNameDe || visit.serviceName : visit.serviceName} ·{" "}
              {visit.practitionerName}
            </span>
            <StatusBadge status={visit.state} label={common(`status.${visit.state}`)} />
          </li>
        ))}
      </ol>
    </div>
  )
}
