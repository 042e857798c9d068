import { getLocale, getTranslations } from "next-intl/server"
import { addDays, dayNumber, weekdayOf } from "#lib/availability/calendar-dates"
import { dialectOf, formatWall } from "#lib/base/format-wall-time"
import { joinClasses } from "#lib/base/join-classes"
import { ArrowIcon } from "#ui/icons"
import { type BookingCalendar, lastDayOf } from "../_calendar/read-booking-calendar"

type Props = {
  calendar: BookingCalendar
  zone: string
  /** Address of this page with other wishes. */
  hrefOf: (wish: { date?: string; month?: string }) => string
}

/** A month as a real table of links: arrow keys of a screen reader, Tab of a keyboard, and no script. */
export async function MonthGrid({ calendar, zone, hrefOf }: Props) {
  const t = await getTranslations("book.time")
  const locale = await getLocale()
  const { month, previousMonth, nextMonth, freeByDate, selectedDate, today } = calendar
  const firstWeekday = dialectOf(locale, zone) === "en-CA" ? 7 : 1
  // Weeks that are over only push the times off a phone's screen.
  const weeks = weeksOf(month, firstWeekday).filter((week) => (week.at(-1) ?? "") >= today)
  const monthName = (of: string) => formatWall(`${of}-01`, "month", locale, zone)
  return (
    <div className="grid gap-3">
      <div className="flex items-center justify-between">
        <MonthLink
          href={previousMonth && hrefOf({ month: previousMonth })}
          label={t("previousMonth", { month: monthName(previousMonth ?? month) })}
          turned
        />
        <p aria-hidden="true" className="font-semibold text-lg">
          {monthName(month)}
        </p>
        <MonthLink
          href={nextMonth && hrefOf({ month: nextMonth })}
          label={t("nextMonth", { month: monthName(nextMonth ?? month) })}
        />
      </div>
      <table className="w-full table-fixed border-collapse text-center">
        <caption className="sr-only">{t("month", { month: monthName(month) })}</caption>
        <thead>
          <tr>
            {(weeks[0] ?? []).map((date) => (
              <th key={date} scope="col" className="pb-1 font-normal text-ink-quiet text-sm">
                <abbr title={weekday(date, "long", locale)} className="no-underline">
                  {weekday(date, "short", locale)}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date} className="p-0.5">
                  {date.startsWith(month) ? (
                    <Day
                      number={Number(date.slice(8))}
                      href={freeByDate.has(date) ? `${hrefOf({ date })}#times` : undefined}
                      label={t(freeByDate.has(date) ? "dayFree" : "dayNone", {
                        day: formatWall(date, "day", locale, zone),
                        count: freeByDate.get(date) ?? 0,
                      })}
                      selected={date === selectedDate}
                      today={date === today}
                    />
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type DayProps = {
  number: number
  href: string | undefined
  label: string
  selected: boolean
  today: boolean
}

function Day({ number, href, label, selected, today }: DayProps) {
  const shape = "relative mx-auto grid h-11 w-full max-w-13 place-items-center rounded-control"
  const dot = today ? (
    <span aria-hidden="true" className="absolute bottom-1 size-1 rounded-full bg-current" />
  ) : null
  if (!href) {
    // Text and not a dead control: nothing to tab to, and a screen reader still hears why.
    return (
      <span className={joinClasses(shape, "text-ink-quiet")}>
        <span aria-hidden="true">{number}</span>
        <span className="sr-only">{label}</span>
        {dot}
      </span>
    )
  }
  return (
    <a
      href={href}
      aria-label={label}
      aria-current={selected ? "date" : undefined}
      className={joinClasses(
        shape,
        "font-semibold transition-colors duration-150 ease-calm",
        selected
          ? "bg-accent text-accent-ink"
          : "bg-accent-soft text-accent hover:inset-ring-2 hover:inset-ring-accent",
      )}
    >
      {number}
      {dot}
    </a>
  )
}

function MonthLink({ href, label, turned }: { href: string | undefined; label: string; turned?: boolean }) {
  const shape = "grid size-11 place-items-center rounded-control"
  const icon = <ArrowIcon className={turned ? "size-5 rotate-180" : "size-5"} />
  if (!href) return <span className={joinClasses(shape, "text-line-strong opacity-50")}>{icon}</span>
  return (
    <a href={href} aria-label={label} className={joinClasses(shape, "text-accent hover:bg-accent-soft")}>
      {icon}
    </a>
  )
}

/** Whole weeks that cover a month; days outside of it stay empty cells. */
function weeksOf(month: string, firstWeekday: number): string[][] {
  const first = `${month}-01`
  const start = addDays(first, -((weekdayOf(first) - firstWeekday + 7) % 7))
  const weeks: string[][] = []
  for (let monday = start; dayNumber(monday) <= dayNumber(lastDayOf(month)); monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, day) => addDays(monday, day)))
  }
  return weeks
}

function weekday(date: string, style: "long" | "short", locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: style, timeZone: "UTC" }).format(
    Date.parse(`${date}T00:00Z`),
  )
}
