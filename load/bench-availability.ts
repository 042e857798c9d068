/**
 * CPU time of the pure availability engine beside a plain integer sweep, in one run.
 * Usage: node load/bench-availability.ts   Prints milliseconds of CPU (user + system), median of many batches.
 * Targets (issue 2): 1 practitioner × 30 days × 15 minutes ≤ 1 ms; 20 practitioners, 1,000 bookings ≤ 2 ms.
 */
import { addDays } from "#lib/availability/calendar-dates"
import { type ExpandHours, expandHours, searchClock } from "#lib/availability/expand-hours"
import { findSlots, type SlotSearch } from "#lib/availability/rules"
import { formatInstant, type MinuteRange } from "#lib/availability/wall-clock"

const ZONE = "Europe/Berlin"
const FROM_DATE = "2026-03-16"
const DAYS = 30
const BATCHES = 60
const TARGET_BATCH_MS = 20

/** Mulberry32: the same clinic in every run. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const hours: ExpandHours = {
  fromDate: FROM_DATE,
  toDate: addDays(FROM_DATE, DAYS - 1),
  weeklyHours: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
    { weekday, startWall: "08:00", endWall: "12:30" },
    { weekday, startWall: "13:30", endWall: "18:00" },
  ]),
}

function clinic(practitionerCount: number, bookingCount: number): SlotSearch {
  const random = seededRandom(42)
  const clock = searchClock(ZONE, hours.fromDate, hours.toDate)
  const windows = expandHours(hours, clock)
  const practitioners = Array.from({ length: practitionerCount }, (_, index) => {
    const busy: MinuteRange[] = []
    for (let i = 0; i < bookingCount / practitionerCount; i++) {
      const window = windows[Math.floor(random() * windows.length)] as MinuteRange
      const startMinute = window.startMinute + Math.floor(random() * 16) * 15
      busy.push({ startMinute: startMinute - 5, endMinute: startMinute + 35 })
    }
    busy.sort((a, b) => a.startMinute - b.startMinute)
    return { id: `practitioner-${String(index).padStart(2, "0")}`, windows, busy }
  })
  return {
    service: {
      durationMinutes: 30,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 5,
      granularityMinutes: 15,
      capacity: 1,
    },
    policy: { earliestMinute: 0, latestMinute: 2 ** 31 },
    clock,
    practitioners,
  }
}

/** The floor: the same question without zones, pools, groups, unsorted or overlapping input. */
function plainSweep({ service, practitioners }: SlotSearch): Map<number, string[]> {
  const slots = new Map<number, string[]>()
  for (const { id, windows, busy } of practitioners) {
    let next = 0
    for (const { startMinute, endMinute } of windows) {
      for (let start = startMinute; start + service.durationMinutes <= endMinute; start += 15) {
        const from = start - service.bufferBeforeMinutes
        const until = start + service.durationMinutes + service.bufferAfterMinutes
        while (next < busy.length && (busy[next] as MinuteRange).endMinute <= from) next++
        if (next < busy.length && (busy[next] as MinuteRange).startMinute < until) continue
        const ids = slots.get(start)
        if (ids) ids.push(id)
        else slots.set(start, [id])
      }
    }
  }
  return slots
}

let sink = 0

/** Median CPU milliseconds of one call. Batches are long enough for the CPU clock, after a warm-up. */
function cpuMilliseconds(work: () => { readonly length: number } | { readonly size: number }): number {
  const batch = (calls: number): number => {
    const before = process.cpuUsage()
    for (let i = 0; i < calls; i++) {
      const result = work()
      sink += "size" in result ? result.size : result.length
    }
    const used = process.cpuUsage(before)
    return (used.user + used.system) / 1000
  }
  const calls = Math.max(1, Math.round((100 * TARGET_BATCH_MS) / Math.max(batch(100), 0.1)))
  const perCall = Array.from({ length: BATCHES }, () => batch(calls) / calls).sort((a, b) => a - b)
  return perCall[BATCHES >> 1] as number
}

function line(label: string, milliseconds: number, note = ""): void {
  console.log(`${label.padEnd(64)} ${milliseconds.toFixed(3).padStart(8)} ms  ${note}`)
}

const cases = [
  { label: "1 practitioner × 30 days × 15 min, 50 bookings", search: clinic(1, 50), targetMs: 1 },
  { label: "20 practitioners × 30 days × 15 min, 1,000 bookings", search: clinic(20, 1000), targetMs: 2 },
]
for (const { label, search, targetMs } of cases) {
  const slots = findSlots(search)
  const swept = plainSweep(search)
  if (slots.length !== swept.size) throw new Error("The engine and the plain sweep disagree.")
  const engine = cpuMilliseconds(() => findSlots(search))
  const sweep = cpuMilliseconds(() => plainSweep(search))
  const verdict = engine <= targetMs ? "met" : "MISSED"
  line(`${label}: engine`, engine, `${slots.length} slots, target ≤ ${targetMs} ms: ${verdict}`)
  line(`${label}: plain sweep`, sweep, `engine / sweep = ${(engine / sweep).toFixed(2)}`)
}

const clock = searchClock(ZONE, hours.fromDate, hours.toDate)
const oneSearch = cases[0]?.search as SlotSearch
const labels = findSlots(oneSearch)
line(
  "zone offsets of 30 days (Temporal), once per search",
  cpuMilliseconds(() => searchClock(ZONE, hours.fromDate, hours.toDate).spans),
)
line(
  "hours of 30 days into windows, per practitioner",
  cpuMilliseconds(() => expandHours(hours, clock)),
)
line(
  `ISO labels with offset for ${labels.length} slots`,
  cpuMilliseconds(() => labels.map((slot) => formatInstant(slot.startMinute, clock))),
)
if (sink === 0) throw new Error("Nothing was computed.")
