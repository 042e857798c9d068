import { getLocale, getTranslations } from "next-intl/server"
import type { OfferedSlot } from "#lib/availability/find-availability"
import { dialectOf, formatWall } from "#lib/base/format-wall-time"
import { joinClasses } from "#lib/base/join-classes"
import { OwnTime } from "./own-time"

type Props = { slots: readonly OfferedSlot[] }

const parts = [
  { name: "morning", fromHour: 0, toHour: 12 },
  { name: "afternoon", fromHour: 12, toHour: 17 },
  { name: "evening", fromHour: 17, toHour: 24 },
] as const

/** The free times of one day as submit buttons, by part of the day. Stands inside a form that says what a press does. */
export async function DayTimes({ slots }: Props) {
  const t = await getTranslations("book.time")
  return (
    <div className="grid gap-6">
      {parts.map(({ name, fromHour, toHour }) => {
        const here = slots.filter(({ wallStart }) => {
          const hour = Number(wallStart.slice(11, 13))
          return hour >= fromHour && hour < toHour
        })
        if (here.length === 0) return null
        return (
          <fieldset key={name}>
            <legend className="pb-2 text-ink-quiet text-sm">{t(name)}</legend>
            <div className="grid grid-cols-3 gap-2 sm:grid-cols-4">
              {here.map((slot) => (
                <TimeButton key={slot.startsAt + slot.locationId} slot={slot} among={here} />
              ))}
            </div>
          </fieldset>
        )
      })}
    </div>
  )
}

/** Of a fixed height, so that a visitor's own time can appear without moving anything. */
async function TimeButton({ slot, among }: { slot: OfferedSlot; among: readonly OfferedSlot[] }) {
  const t = await getTranslations("book.time")
  const locale = await getLocale()
  // An hour that the clock passes twice in autumn is told apart by its offset.
  const twice = among.some((other) => other !== slot && other.wallStart === slot.wallStart)
  return (
    <button
      type="submit"
      name="startsAt"
      value={slot.startsAt}
      className={joinClasses(
        "relative grid cursor-pointer place-content-center rounded-control border border-line-strong bg-surface-raised",
        "px-1 font-semibold transition-colors duration-150 ease-calm hover:border-accent hover:bg-accent-soft",
        slot.seatsLeft === undefined ? "h-14" : "h-22 pb-3",
      )}
    >
      <span>
        {formatWall(slot.wallStart, "time", locale, slot.zone)}
        {twice ? ` (UTC${slot.startsAt.slice(19)})` : null}
      </span>
      {slot.seatsLeft === undefined ? null : (
        <span className="font-normal text-ink-quiet text-sm">
          {t("seatsLeft", { count: slot.seatsLeft })}
        </span>
      )}
      <OwnTime
        instant={slot.startsAt}
        zone={slot.zone}
        dialect={dialectOf(locale, slot.zone)}
        words={t.raw("ownTime") as string}
        className="absolute inset-x-0 bottom-0.5 text-center font-normal text-ink-quiet text-xs"
      />
    </button>
  )
}
