import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { formatWall, nameZone } from "#lib/base/format-wall-time"
import type { Tenant } from "#lib/tenants/read-tenant"
import { Card } from "#ui/card"
import { EmptyState } from "#ui/empty-state"
import { LinkButton } from "#ui/link-button"
import type { BookingCalendar } from "../_calendar/read-booking-calendar"
import { ContactLines } from "./contact-lines"
import { DayTimes } from "./day-times"
import { MonthGrid } from "./month-grid"

type Props = {
  tenant: Tenant
  calendar: BookingCalendar
  hrefOf: (wish: { date?: string; month?: string }) => string
  /** What a press on a time does, in words. */
  hint: string
  /** Wraps the time buttons in the form that takes the press. */
  form: (buttons: ReactNode) => ReactNode
  /** A way out when one person has nothing free. */
  alternative?: ReactNode
}

/** The month beside the times of the chosen day. */
export async function CalendarAndTimes({ tenant, calendar, hrefOf, hint, form, alternative }: Props) {
  const t = await getTranslations("book.time")
  const locale = await getLocale()
  const { selectedDate, nextFreeDate, slots, freeByDate, month, searchedUntil } = calendar
  const day = (date: string) => formatWall(date, "day", locale, tenant.zone)
  const first = slots[0]
  const nothing = freeByDate.size === 0 && !nextFreeDate
  const next = nextFreeDate ? (
    <LinkButton href={`${hrefOf({ date: nextFreeDate })}#times`} tone="quiet">
      {t(first ? "later" : "nextFree", { day: day(nextFreeDate) })}
    </LinkButton>
  ) : null
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,26rem)_1fr]">
      <Card>
        <MonthGrid calendar={calendar} zone={tenant.zone} hrefOf={hrefOf} />
      </Card>
      <section id="times" tabIndex={-1} aria-labelledby="times-heading" className="grid gap-5">
        {nothing ? (
          <EmptyState
            title={t("noneTitle", { date: formatWall(searchedUntil, "date", locale, tenant.zone) })}
            action={
              <div className="grid justify-items-center gap-4">
                {alternative}
                <ContactLines tenant={tenant} />
              </div>
            }
          >
            {t("noneBody")}
          </EmptyState>
        ) : null}
        <h2 id="times-heading" className={nothing ? "sr-only" : "font-semibold text-xl"}>
          {first && selectedDate
            ? t("times", { day: day(selectedDate) })
            : selectedDate
              ? t("noneOnDay", { day: day(selectedDate) })
              : t("noneInMonth", { month: formatWall(`${month}-01`, "month", locale, tenant.zone) })}
        </h2>
        {first ? (
          <>
            <p className="-mt-3 text-ink-quiet">
              {hint} {t("zone", { zone: nameZone(first.zone, new Date(first.startsAt), locale) })}
            </p>
            {form(<DayTimes slots={slots} />)}
          </>
        ) : null}
        {next ? <div>{next}</div> : null}
      </section>
    </div>
  )
}
