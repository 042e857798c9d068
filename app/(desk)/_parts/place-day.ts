import { wallTimeAt, zoneClock } from "#lib/availability/wall-clock"
import type { Day, DayBooking, DayGroup } from "#lib/bookings/list-day"

/** Everything on the board is placed in minutes from the top of its axis. */
export type Span = { readonly offset: number; readonly minutes: number }

export type PlacedItem = Span & {
  readonly key: string
  /** Beside how many others it stands, and in which place, when several share a time (a cancelled one, say). */
  readonly lane: number
  readonly lanes: number
  readonly content:
    | { readonly kind: "booking"; readonly booking: DayBooking }
    | { readonly kind: "group"; readonly group: DayGroup; readonly members: readonly DayBooking[] }
  readonly bufferBefore: number
  readonly bufferAfter: number
}

export type Board = {
  /** Epoch minute of the top. */
  readonly startMinute: number
  readonly minutes: number
  readonly hours: readonly (Span & { readonly label: string })[]
  readonly columns: readonly {
    readonly practitioner: Day["practitioners"][number]
    readonly open: readonly Span[]
    readonly items: readonly PlacedItem[]
  }[]
}

const minuteOf = (instant: string | Date) => new Date(instant).getTime() / 60_000

/** Where everything of a day stands: columns in the practice's order, an axis that holds all hours and bookings. */
export function placeDay(day: Day, showCancelled: boolean): Board {
  const bookings = day.bookings.filter((one) => showCancelled || one.state !== "cancelled")
  const { startMinute, endMinute } = axisOf(day, bookings)
  const zone = day.tenant.zone
  const clock = zoneClock(zone, day.date)
  const hours = []
  for (let minute = startMinute; minute < endMinute; minute += 60) {
    hours.push({ offset: minute - startMinute, minutes: 60, label: wallTimeAt(minute, clock).slice(11) })
  }
  // Somebody who has left, but is booked on this day, keeps a column: a booking is never out of sight.
  const known = new Set(day.practitioners.map(({ id }) => id))
  const others = [...new Set(bookings.map((one) => one.practitionerId))].filter((id) => !known.has(id))
  const people = [
    ...day.practitioners,
    ...others.map((id) => ({ id, displayName: "—", title: "", titleDe: "" })),
  ]
  return {
    startMinute,
    minutes: endMinute - startMinute,
    hours,
    columns: people.map((practitioner) => ({
      practitioner,
      open: (day.hours.get(practitioner.id) ?? []).map((range) => ({
        offset: range.startMinute - startMinute,
        minutes: range.endMinute - range.startMinute,
      })),
      items: inLanes([
        ...day.groups
          .filter((group) => group.practitionerId === practitioner.id)
          .map((group) => ({
            key: group.id,
            offset: minuteOf(group.startsAt) - startMinute,
            minutes: minuteOf(group.endsAt) - minuteOf(group.startsAt),
            bufferBefore: 0,
            bufferAfter: 0,
            content: {
              kind: "group" as const,
              group,
              members: bookings.filter((one) => one.groupSessionId === group.id),
            },
          })),
        ...bookings
          .filter((one) => one.practitionerId === practitioner.id && one.groupSessionId === null)
          .map((booking) => ({
            key: booking.id,
            offset: minuteOf(booking.startsAt) - startMinute,
            minutes: minuteOf(booking.endsAt) - minuteOf(booking.startsAt),
            bufferBefore: occupies(booking) ? booking.bufferBeforeMinutes : 0,
            bufferAfter: occupies(booking) ? booking.bufferAfterMinutes : 0,
            content: { kind: "booking" as const, booking },
          })),
      ]),
    })),
  }
}

function occupies({ state }: DayBooking): boolean {
  return state !== "cancelled" && state !== "no-show"
}

/** Whole hours of the local clock around opening hours and bookings; eight to six when there are neither. */
function axisOf(day: Day, bookings: readonly DayBooking[]): { startMinute: number; endMinute: number } {
  const midnight = minuteOf(day.from)
  const starts = [
    ...[...day.hours.values()].flat().map((range) => range.startMinute),
    ...[...bookings, ...day.groups].map((one) => minuteOf(one.startsAt)),
  ]
  const ends = [
    ...[...day.hours.values()].flat().map((range) => range.endMinute),
    ...[...bookings, ...day.groups].map((one) => minuteOf(one.endsAt)),
  ]
  if (starts.length === 0) return { startMinute: midnight + 8 * 60, endMinute: midnight + 18 * 60 }
  const first = Math.floor((Math.min(...starts) - midnight) / 60) * 60
  const last = Math.ceil((Math.max(...ends) - midnight) / 60) * 60
  return { startMinute: midnight + first, endMinute: midnight + Math.max(last, first + 4 * 60) }
}

type Unplaced = Omit<PlacedItem, "lane" | "lanes">

/** Side by side what overlaps: each cluster of overlapping items shares its width. */
function inLanes(items: readonly Unplaced[]): PlacedItem[] {
  const sorted = [...items].sort((a, b) => a.offset - b.offset || a.key.localeCompare(b.key))
  const placed: PlacedItem[] = []
  let cluster: { item: Unplaced; lane: number }[] = []
  let laneEnds: number[] = []
  const close = () => {
    for (const { item, lane } of cluster) placed.push({ ...item, lane, lanes: laneEnds.length })
    cluster = []
    laneEnds = []
  }
  for (const item of sorted) {
    if (laneEnds.every((end) => end <= item.offset)) close()
    const free = laneEnds.findIndex((end) => end <= item.offset)
    const lane = free < 0 ? laneEnds.length : free
    laneEnds[lane] = item.offset + item.minutes
    cluster.push({ item, lane })
  }
  close()
  return placed
}
