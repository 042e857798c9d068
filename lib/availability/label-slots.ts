import { formatLocalMinute, MINUTES_PER_DAY, twoDigits } from "#lib/availability/calendar-dates"
import type { Slot } from "#lib/availability/rules"
import { offsetMinutesAt, type ZoneClock } from "#lib/availability/wall-clock"

/** A slot as the engine found it, with what is needed to label and to occupy it. */
export type OfferedSlot = Slot & {
  readonly locationId: string
  readonly zone: string
  /** RFC 3339 with the offset of the location: "2026-03-30T09:00:00+02:00". */
  readonly startsAt: string
  readonly endsAt: string
  /** "2026-03-30T09:00" on the clock of the location. */
  readonly wallStart: string
}

const clockTexts = Array.from(
  { length: MINUTES_PER_DAY },
  (_, minute) => `T${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`,
)

/**
 * Labels the slots of one location that start on its dates `fromDate` … `toDate`. Hundreds of slots share a few dates
 * and offsets, whose texts are made once each: labels would otherwise cost several times what finding the slots does.
 */
export function labelSlots(
  slots: readonly Slot[],
  locationId: string,
  clock: ZoneClock,
  fromDate: string,
  toDate: string,
): OfferedSlot[] {
  const dates = new Map<number, string>()
  const dateOf = (localMinute: number): string => {
    const day = Math.floor(localMinute / MINUTES_PER_DAY)
    let date = dates.get(day)
    if (date === undefined) {
      date = formatLocalMinute(day * MINUTES_PER_DAY).slice(0, 10)
      dates.set(day, date)
    }
    return date
  }
  const timeOf = (localMinute: number) =>
    clockTexts[localMinute - Math.floor(localMinute / MINUTES_PER_DAY) * MINUTES_PER_DAY]
  const labelled: OfferedSlot[] = []
  for (const slot of slots) {
    const startOffset = offsetMinutesAt(slot.startMinute, clock)
    const date = dateOf(slot.startMinute + startOffset)
    if (date < fromDate || date > toDate) continue
    const endOffset = offsetMinutesAt(slot.endMinute, clock)
    const localEnd = slot.endMinute + endOffset
    const wallStart = date + timeOf(slot.startMinute + startOffset)
    labelled.push({
      startMinute: slot.startMinute,
      endMinute: slot.endMinute,
      practitionerIds: slot.practitionerIds,
      seatsLeft: slot.seatsLeft,
      groupSessionId: slot.groupSessionId,
      locationId,
      zone: clock.zone,
      startsAt: wallStart + secondsAndOffset(startOffset),
      endsAt: dateOf(localEnd) + timeOf(localEnd) + secondsAndOffset(endOffset),
      wallStart,
    })
  }
  return labelled
}

const offsetTexts = new Map<number, string>()

/** ":00+02:00" for an offset in minutes east; a few dozen exist. */
function secondsAndOffset(offsetMinutes: number): string {
  let text = offsetTexts.get(offsetMinutes)
  if (text === undefined) {
    const size = Math.abs(offsetMinutes)
    text = `:00${offsetMinutes < 0 ? "-" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
    offsetTexts.set(offsetMinutes, text)
  }
  return text
}
