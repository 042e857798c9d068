import "server-only"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { joinClasses } from "#lib/base/join-classes"
import type { Day } from "#lib/bookings/list-day"
import { type DayQuery, dayAddress } from "./day-address.ts"

/** One practitioner at a time: on a phone, and in the list. */
export async function WhoFilter({ day, query }: { day: Day; query: DayQuery }) {
  const t = await getTranslations("desk.day")
  const choices = [{ id: undefined, displayName: t("everyone") }, ...day.practitioners]
  return (
    <nav aria-label={t("who")} className="-mx-1 overflow-x-auto px-1 pb-1">
      <ul className="flex w-max gap-1.5">
        {choices.map(({ id, displayName }) => (
          <li key={displayName}>
            <Link
              href={dayAddress(day.tenant.slug, { ...query, who: id, booking: undefined })}
              prefetch={false}
              aria-current={query.who === id ? "true" : undefined}
              className={joinClasses(
                "flex min-h-9 items-center rounded-full border px-3.5 text-sm",
                query.who === id
                  ? "border-accent bg-accent-soft font-semibold text-accent"
                  : "border-line-strong bg-surface-raised hover:border-accent",
              )}
            >
              {displayName}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
