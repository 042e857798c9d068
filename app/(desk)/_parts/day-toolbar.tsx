import "server-only"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { addDays } from "#lib/availability/calendar-dates"
import { joinClasses } from "#lib/base/join-classes"
import type { Day } from "#lib/bookings/list-day"
import { buttonClass } from "#ui/button"
import { type DayQuery, dayAddress } from "./day-address.ts"
import { NextIcon, PreviousIcon } from "./desk-icons.tsx"
import { longDay, placeOf } from "./format-times.ts"
import { JumpToDate } from "./jump-to-date.tsx"

type Props = { day: Day; query: DayQuery; today: string }

/** Which day, how to look at it, and how much there is. */
export async function DayToolbar({ day, query, today }: Props) {
  const [t, locale] = await Promise.all([getTranslations("desk.day"), getLocale()])
  const { slug, zone } = day.tenant
  const kept = { view: query.view, cancelled: query.cancelled, who: query.who }
  const on = (date: string) => dayAddress(slug, { ...kept, date: date === today ? undefined : date })
  const live = day.bookings.filter(({ state }) => state !== "cancelled")
  const pending = live.filter(({ state }) => state === "pending").length
  const cancelled = day.bookings.length - live.length
  const isList = query.view === "list"
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-surface-raised px-4 py-2.5 sm:px-6">
      <div className="flex items-center gap-1 max-sm:order-1">
        <Step href={on(addDays(day.date, -1))} label={t("previous")} shortcut="j">
          <PreviousIcon />
        </Step>
        <Link
          href={on(today)}
          prefetch={false}
          data-desk-key="t"
          aria-current={day.date === today ? "date" : undefined}
          className={buttonClass({ tone: "quiet", size: "small" })}
        >
          {t("today")}
        </Link>
        <Step href={on(addDays(day.date, 1))} label={t("next")} shortcut="k">
          <NextIcon />
        </Step>
      </div>
      <div className="min-w-0 leading-tight max-sm:order-first max-sm:basis-full">
        <h1 className="font-semibold text-xl">{longDay(day.date, locale)}</h1>
        <p className="text-ink-quiet text-sm">
          {[
            t("count", { count: live.length }),
            pending ? t("pending", { count: pending }) : "",
            t("zone", { place: placeOf(zone) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 max-sm:contents sm:ms-auto">
        {cancelled > 0 ? (
          <Link
            href={dayAddress(slug, { ...query, cancelled: query.cancelled ? undefined : "1" })}
            prefetch={false}
            className={joinClasses(
              buttonClass({ tone: "plain", size: "small" }),
              "font-normal max-sm:order-3 max-sm:-mx-3.5",
            )}
          >
            {query.cancelled ? t("hideCancelled") : `${t("showCancelled")} (${cancelled})`}
          </Link>
        ) : null}
        <JumpToDate
          key={day.date}
          action={`/${slug}/desk`}
          date={day.date}
          keep={kept}
          words={{ label: t("jump"), go: t("go") }}
        />
        <nav
          aria-label={t("view")}
          className="flex rounded-control border border-line-strong p-0.5 text-sm max-md:hidden"
        >
          <View
            href={dayAddress(slug, { ...query, view: undefined })}
            current={!isList}
            shortcut={isList ? "l" : undefined}
          >
            {t("columns")}
          </View>
          <View
            href={dayAddress(slug, { ...query, view: "list" })}
            current={isList}
            shortcut={isList ? undefined : "l"}
          >
            {t("list")}
          </View>
        </nav>
      </div>
    </div>
  )
}

type StepProps = { href: string; label: string; shortcut: string; children: ReactNode }

function Step({ href, label, shortcut, children }: StepProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={label}
      data-desk-key={shortcut}
      className="grid size-9 place-items-center rounded-control text-ink-quiet hover:bg-surface-sunken hover:text-ink"
    >
      {children}
    </Link>
  )
}

type ViewProps = { href: string; current: boolean; shortcut: string | undefined; children: ReactNode }

function View({ href, current, shortcut, children }: ViewProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      data-desk-key={shortcut}
      aria-current={current ? "true" : undefined}
      className={joinClasses(
        "flex min-h-7.5 items-center rounded-small px-2.5",
        current ? "bg-accent-soft font-semibold text-accent" : "text-ink-quiet hover:text-ink",
      )}
    >
      {children}
    </Link>
  )
}
