import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import type { FreeTimes } from "#lib/bookings/list-free-times"
import type { Service } from "#lib/services/list-services"
import { shortDay } from "./format-times.ts"
import type { TimeChoiceProps } from "./time-choice.tsx"

type Found = {
  free: FreeTimes
  date: string
  service: Service
  hrefOf: (date: string) => string
  /** "HH:MM" that was clicked on the board: the first free time from then on is chosen already. */
  at?: string
}

/** Free times in words, for the choice among them. */
export async function describeTimes({ free, date, service, hrefOf, at }: Found): Promise<TimeChoiceProps> {
  const [t, locale] = await Promise.all([getTranslations("desk.book"), getLocale()])
  const day = shortDay(date, locale)
  const nameOf = new Map(service.practitioners.map(({ id, displayName }) => [id, displayName]))
  const times = free.times.map(({ startsAt, wallStart, practitionerIds, seatsLeft }) => {
    const title = wallStart.slice(11)
    const meta = seatsLeft === undefined ? undefined : t("seatsLeft", { count: seatsLeft })
    const names = t("with", { names: practitionerIds.map((id) => nameOf.get(id) ?? "").join(", ") })
    return { value: startsAt, title, meta, label: [title, meta, names].filter(Boolean).join(", ") }
  })
  const nothing = free.laterDates.length > 0 ? t("none", { day }) : t("noneEver")
  return {
    legend: times.length > 0 ? t("timesOn", { day }) : nothing,
    times,
    later: free.laterDates.map((one) => ({
      href: hrefOf(one.date),
      label: t("laterDay", { day: shortDay(one.date, locale), count: one.count }),
    })),
    laterLabel: t("later"),
    chosen: at ? times.find(({ title }) => title >= at)?.value : undefined,
  }
}
