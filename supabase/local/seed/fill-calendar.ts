/** Eight weeks of bookings that look like a practice's: denser in the past, thinner ahead, never overlapping. */
import { randomUUID } from "node:crypto"
import { addDays } from "#lib/availability/calendar-dates"
import { expandHours } from "#lib/availability/expand-hours"
import { resolveWallTime, wallTimeAt, zoneClock } from "#lib/availability/wall-clock"
import type { SeedPractice, SeedService } from "./practices.ts"

export interface PlannedBooking {
  id: string
  service: SeedService
  practitioner: string
  startMinute: number
  endMinute: number
  wallStart: string
  group?: string
  /** Rooms and machines, by index in the practice's resources. */
  resources: readonly number[]
  /** Index into the customers of the practice. */
  customer: number
  state: "confirmed" | "completed" | "cancelled" | "no-show" | "pending"
}

export interface PlannedGroup {
  id: string
  service: SeedService
  practitioner: string
  startMinute: number
  endMinute: number
  wallStart: string
  resources: readonly number[]
}

/** A small linear congruential generator: the demo looks the same to everybody, day for day. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T

interface Taken {
  subject: string
  from: number
  to: number
}

export function planCalendar(
  practice: SeedPractice,
  today: string,
  nowMinute: number,
  customers: number,
): { bookings: PlannedBooking[]; groups: PlannedGroup[] } {
  const random = seededRandom(practice.slug.length * 7919)
  const fromDate = addDays(today, -28)
  const toDate = addDays(today, 27)
  const clock = zoneClock(practice.zone, fromDate, toDate)
  const taken: Taken[] = []
  const isFree = (subject: string, from: number, to: number) =>
    !taken.some((one) => one.subject === subject && one.from < to && one.to > from)
  const bookings: PlannedBooking[] = []
  const groups: PlannedGroup[] = []

  const occupy = (
    service: SeedService,
    practitioner: string,
    startMinute: number,
  ): readonly number[] | undefined => {
    const from = startMinute - (service.bufferBeforeMinutes ?? 0)
    const to = startMinute + service.durationMinutes + (service.bufferAfterMinutes ?? 0)
    if (!isFree(practitioner, from, to)) return undefined
    const resources: number[] = []
    for (const kind of service.needs ?? []) {
      const index = practice.resources.findIndex(
        (one, i) => one.kind === kind && isFree(`resource-${i}`, from, to),
      )
      if (index < 0) return undefined
      resources.push(index)
    }
    taken.push({ subject: practitioner, from, to })
    for (const index of resources) taken.push({ subject: `resource-${index}`, from, to })
    return resources
  }

  const stateOf = (startMinute: number): PlannedBooking["state"] => {
    const luck = random()
    if (luck < 0.06) return "cancelled"
    if (startMinute > nowMinute) return luck < 0.09 ? "pending" : "confirmed"
    return luck < 0.1 ? "no-show" : "completed"
  }

  for (let date = fromDate; date <= toDate; date = addDays(date, 1)) {
    for (const group of practice.groups) {
      const service = practice.services.find((one) => one.slug === group.service)
      const start = resolveWallTime(date, group.startWall, clock)
      if (!service || isoWeekday(date) !== group.weekday || start.kind !== "unique") continue
      const resources = occupy(service, group.practitioner, start.minute)
      if (!resources) continue
      const id = randomUUID()
      const times = {
        startMinute: start.minute,
        endMinute: start.minute + service.durationMinutes,
        wallStart: wallTimeAt(start.minute, clock),
      }
      groups.push({ id, service, practitioner: group.practitioner, resources, ...times })
      const seats = Math.floor(random() * 6) + 1
      for (let seat = 0; seat < seats; seat++) {
        bookings.push({
          id: randomUUID(),
          service,
          practitioner: group.practitioner,
          group: id,
          resources: [],
          customer: Math.floor(random() * customers),
          state: stateOf(start.minute),
          ...times,
        })
      }
    }
  }

  for (const practitioner of practice.practitioners) {
    const weeklyHours = Object.entries(practitioner.hours).flatMap(([weekday, spans]) =>
      spans.map(([startWall, endWall]) => ({ weekday: Number(weekday), startWall, endWall })),
    )
    const offered = practice.services.filter((one) => !one.capacity && one.by.includes(practitioner.key))
    for (const window of expandHours({ fromDate, toDate, weeklyHours }, clock)) {
      // Full behind us, thinner the further ahead: there must be something left to book.
      const ahead = Math.max(0, (window.startMinute - nowMinute) / (28 * 1440))
      const density = 0.82 - 0.62 * ahead
      let minute = window.startMinute
      while (minute < window.endMinute) {
        const service = pick(offered, random)
        if (minute + service.durationMinutes > window.endMinute) break
        const resources = random() < density ? occupy(service, practitioner.key, minute) : undefined
        if (!resources) {
          minute += practice.policy.granularityMinutes * 2
          continue
        }
        bookings.push({
          id: randomUUID(),
          service,
          practitioner: practitioner.key,
          startMinute: minute,
          endMinute: minute + service.durationMinutes,
          wallStart: wallTimeAt(minute, clock),
          resources,
          customer: Math.floor(random() * customers),
          state: stateOf(minute),
        })
        const step =
          service.durationMinutes + (service.bufferAfterMinutes ?? 0) + (service.bufferBeforeMinutes ?? 0)
        minute += Math.ceil(step / practice.policy.granularityMinutes) * practice.policy.granularityMinutes
      }
    }
  }
  return { bookings, groups }
}

function isoWeekday(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7
}
