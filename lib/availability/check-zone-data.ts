import { Temporal } from "temporal-polyfill"
import { dayNumber, formatLocalMinute, MINUTES_PER_DAY, minuteOfDay } from "#lib/availability/calendar-dates"
import canaryData from "./tz-canaries.json" with { type: "json" }

/** One question to an engine: what does the wall clock show at this instant? "YYYY-MM-DDTHH:MM". */
export type ZoneProbe = { readonly instant: string; readonly zone: string; readonly expected: string }

export type ZoneMismatch = ZoneProbe & { readonly actual: string }

/** What an engine says: the wall time "YYYY-MM-DDTHH:MM" at an ISO instant in a zone. */
export type WallOf = (instantIso: string, zone: string) => string

type WallChange = { readonly zone: string; readonly from: string; readonly to: string }

/**
 * Minutes east of UTC just before each change in the canaries. Written down, not asked of an engine:
 * an engine with wrong zone data would place the change wrongly and then agree with itself.
 */
const OFFSET_BEFORE_CHANGE: Readonly<Record<string, number>> = {
  "Europe/Berlin 2026-03-29T02:00": 60,
  "America/New_York 2026-03-08T02:00": -300,
  "Asia/Beirut 2026-03-29T00:00": 120,
  "Australia/Lord_Howe 2026-10-04T02:00": 630,
  "Pacific/Chatham 2026-09-27T02:45": 765,
  "Europe/Berlin 2026-10-25T02:00": 120,
  "America/New_York 2026-11-01T01:00": -240,
  "Australia/Lord_Howe 2026-04-05T01:30": 660,
}

/**
 * The canaries as questions: each known instant, and for each gap and overlap the minute before the clock
 * jumps and the minute at which it has. An asynchronous engine (Postgres) answers all of them in one query.
 */
export function zoneProbes(): ZoneProbe[] {
  const probes: ZoneProbe[] = canaryData.canaries.map(({ instant, zone, wall }) => ({
    instant,
    zone,
    expected: wall,
  }))
  for (const change of canaryData.gaps) probes.push(...probesAround(change, change.from, change.to))
  for (const change of canaryData.overlaps) probes.push(...probesAround(change, change.to, change.from))
  return probes
}

/** At local minute `reached` of the old offset the clock shows `shown` instead. */
function probesAround({ zone, from }: WallChange, reached: string, shown: string): ZoneProbe[] {
  const offsetMinutes = OFFSET_BEFORE_CHANGE[`${zone} ${from}`]
  if (offsetMinutes === undefined) throw new Error(`tz-canaries.json: no offset written down for ${zone}.`)
  const changeMinute = localMinuteOf(reached) - offsetMinutes
  return [
    {
      instant: isoInstant(changeMinute - 1),
      zone,
      expected: formatLocalMinute(localMinuteOf(reached) - 1),
    },
    { instant: isoInstant(changeMinute), zone, expected: shown },
  ]
}

/** Where an engine's zone data disagree with the canaries; empty = current. A zone it refuses is a mismatch. */
export function checkZoneData(wallOf: WallOf): ZoneMismatch[] {
  const mismatches: ZoneMismatch[] = []
  for (const probe of zoneProbes()) {
    const actual = answerOf(wallOf, probe)
    if (actual !== probe.expected) mismatches.push({ ...probe, actual })
  }
  return mismatches
}

function answerOf(wallOf: WallOf, { instant, zone }: ZoneProbe): string {
  try {
    return wallOf(instant, zone)
  } catch (error) {
    if (error instanceof RangeError) return "unknown zone"
    throw error
  }
}

/** What this Node (its ICU data, through Temporal) says. @throws RangeError for a zone it does not know. */
export function nodeWallTime(instantIso: string, zone: string): string {
  const moment = Temporal.Instant.from(instantIso).toZonedDateTimeISO(zone)
  return moment.toPlainDateTime().toString({ smallestUnit: "minute" })
}

function localMinuteOf(wallDateTime: string): number {
  return dayNumber(wallDateTime.slice(0, 10)) * MINUTES_PER_DAY + minuteOfDay(wallDateTime.slice(11))
}

function isoInstant(epochMinute: number): string {
  return `${formatLocalMinute(epochMinute)}:00Z`
}
