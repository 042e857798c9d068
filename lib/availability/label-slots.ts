import type { Slot } from "#lib/availability/rules"
import { formatInstant, type ZoneClock } from "#lib/availability/wall-clock"

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

/** How one zone writes a minute: "2026-03-30T09:00:00+02:00" and "2026-03-30T09:00". */
type MinuteTexts = { readonly instant: string; readonly wall: string; readonly date: string }

/** Texts by zone and minute. The same few thousand minutes are asked for again and again, by every practice of a zone. */
const textsByZone = new Map<string, Map<number, MinuteTexts>>()
const rememberAtMost = 100_000
let remembered = 0

/**
 * Labels the slots of one location that start on its dates `fromDate` … `toDate`. Texts are made once and shared:
 * making three for each of a thousand slots, call after call, costs more than finding the slots.
 */
export function labelSlots(
  slots: readonly Slot[],
  locationId: string,
  clock: ZoneClock,
  fromDate: string,
  toDate: string,
): OfferedSlot[] {
  const texts = textsOf(clock.zone)
  const labelled: OfferedSlot[] = []
  for (const slot of slots) {
    const start = textOf(slot.startMinute, clock, texts)
    if (start.date < fromDate || start.date > toDate) continue
    labelled.push({
      startMinute: slot.startMinute,
      endMinute: slot.endMinute,
      practitionerIds: slot.practitionerIds,
      seatsLeft: slot.seatsLeft,
      groupSessionId: slot.groupSessionId,
      locationId,
      zone: clock.zone,
      startsAt: start.instant,
      endsAt: textOf(slot.endMinute, clock, texts).instant,
      wallStart: start.wall,
    })
  }
  return labelled
}

function textsOf(zone: string): Map<number, MinuteTexts> {
  if (remembered > rememberAtMost) {
    textsByZone.clear()
    remembered = 0
  }
  let texts = textsByZone.get(zone)
  if (!texts) {
    texts = new Map()
    textsByZone.set(zone, texts)
  }
  return texts
}

function textOf(minute: number, clock: ZoneClock, texts: Map<number, MinuteTexts>): MinuteTexts {
  let text = texts.get(minute)
  if (!text) {
    const instant = formatInstant(minute, clock)
    text = { instant, wall: instant.slice(0, 16), date: instant.slice(0, 10) }
    texts.set(minute, text)
    remembered++
  }
  return text
}
