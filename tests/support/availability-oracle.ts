/**
 * The slow and obviously right answer to "what can be booked": every minute is looked at by itself.
 * Shares no code and no zone arithmetic with lib/availability; wall times come from Intl, minute by minute.
 */
import type { DateOverride, WeeklyHours } from "#lib/availability/expand-hours"
import type { GroupSession, ResourcePool, Slot, SlotPolicy, SlotService } from "#lib/availability/rules"
import type { MinuteRange } from "#lib/availability/wall-clock"

export type AvailabilityProblem = {
  zone: string
  fromDate: string
  toDate: string
  service: SlotService
  policy: SlotPolicy
  practitioners: {
    id: string
    weeklyHours: WeeklyHours[]
    overrides: DateOverride[]
    holidays: string[]
    timeOff: MinuteRange[]
    busy: MinuteRange[]
  }[]
  pools: ResourcePool[]
  groupSessions: GroupSession[]
}

const MINUTE = 60_000
const DAY = 1440
const wallClocks = new Map<string, { format: Intl.DateTimeFormat; walls: Map<number, string> }>()
const reached = new Map<string, number>()

/** "YYYY-MM-DDTHH:MM" on the wall at an epoch minute, as Intl says. */
export function intlWall(minute: number, zone: string): string {
  let clock = wallClocks.get(zone)
  if (!clock) {
    // Swedish writes "2026-03-29 03:00": ISO but for the "T".
    const format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "short",
    })
    clock = { format, walls: new Map() }
    wallClocks.set(zone, clock)
  }
  let wall = clock.walls.get(minute)
  if (wall === undefined) {
    wall = clock.format.format(minute * MINUTE).replace(" ", "T")
    clock.walls.set(minute, wall)
  }
  return wall
}

/** The first minute at which the wall shows this time or a later one. Text compares like time, "24:00" too. */
export function firstReached(date: string, wall: string, zone: string): number {
  const key = `${zone} ${date} ${wall}`
  let minute = reached.get(key)
  if (minute !== undefined) return minute
  minute = Date.parse(`${date}T00:00Z`) / MINUTE - 2 * DAY
  while (intlWall(minute, zone) < `${date}T${wall}`) minute++
  reached.set(key, minute)
  return minute
}

export function oracleSlots(problem: AvailabilityProblem): Slot[] {
  const { zone, service, policy, practitioners, pools, groupSessions } = problem
  const dates = datesOf(problem.fromDate, problem.toDate)
  const firstMinute = Date.parse(`${problem.fromDate}T00:00Z`) / MINUTE - 2 * DAY
  const lastMinute = Date.parse(`${problem.toDate}T00:00Z`) / MINUTE + 3 * DAY
  const people = practitioners.map((person) => ({
    id: person.id,
    open: openMinutes(person, dates, zone),
    taken: minutesIn(person.busy),
  }))
  const kinds = pools.map(({ needed, resources }) => ({
    needed,
    taken: resources.map(({ busy }) => minutesIn(busy)),
  }))
  const sessions = [...groupSessions].sort((a, b) => (a.id < b.id ? -1 : 1))
  const slots: Slot[] = []
  for (let start = firstMinute; start <= lastMinute; start++) {
    if (start < policy.earliestMinute || start > policy.latestMinute) continue
    const end = start + service.durationMinutes
    for (const session of sessions) {
      if (session.startMinute !== start || session.seatsFree < 1) continue
      if (!practitioners.some(({ id }) => id === session.practitionerId)) continue
      slots.push({
        startMinute: start,
        endMinute: session.endMinute ?? end,
        practitionerIds: [session.practitionerId],
        seatsLeft: session.seatsFree,
        groupSessionId: session.id,
      })
    }
    const [hours, minutes] = intlWall(start, zone).slice(11).split(":").map(Number)
    if (((hours ?? 0) * 60 + (minutes ?? 0)) % service.granularityMinutes !== 0) continue
    if (!people.some(({ open }) => open.has(start))) continue
    const appointment = minutesOf(start, end)
    const occupied = minutesOf(start - service.bufferBeforeMinutes, end + service.bufferAfterMinutes)
    const isFree = (taken: Set<number>) => !occupied.some((minute) => taken.has(minute))
    const practitionerIds = people
      .filter(({ open, taken }) => appointment.every((minute) => open.has(minute)) && isFree(taken))
      .map(({ id }) => id)
      .sort()
    if (!kinds.every(({ needed, taken }) => taken.filter(isFree).length >= needed)) continue
    if (practitionerIds.length === 0) continue
    const seats = service.capacity > 1 ? { seatsLeft: service.capacity } : {}
    slots.push({ startMinute: start, endMinute: end, practitionerIds, ...seats })
  }
  return slots
}

function openMinutes(
  person: AvailabilityProblem["practitioners"][number],
  dates: string[],
  zone: string,
): Set<number> {
  const open = new Set<number>()
  const away = minutesIn(person.timeOff)
  for (const date of dates) {
    const overrides = person.overrides.filter((override) => override.date === date)
    const weekday = new Date(`${date}T00:00Z`).getUTCDay() || 7
    const usual = person.weeklyHours.filter((hours) => hours.weekday === weekday)
    const unlessHoliday = person.holidays.includes(date) ? [] : usual
    for (const { startWall, endWall } of overrides.length
      ? overrides.flatMap(({ hours }) => hours)
      : unlessHoliday) {
      for (const minute of minutesOf(
        firstReached(date, startWall, zone),
        firstReached(date, endWall, zone),
      )) {
        if (!away.has(minute)) open.add(minute)
      }
    }
  }
  return open
}

function datesOf(fromDate: string, toDate: string): string[] {
  const dates: string[] = []
  for (let time = Date.parse(fromDate); time <= Date.parse(toDate); time += DAY * MINUTE) {
    dates.push(new Date(time).toISOString().slice(0, 10))
  }
  return dates
}

function minutesOf(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index)
}

function minutesIn(ranges: readonly MinuteRange[]): Set<number> {
  return new Set(ranges.flatMap(({ startMinute, endMinute }) => minutesOf(startMinute, endMinute)))
}
