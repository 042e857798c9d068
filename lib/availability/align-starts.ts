import { MINUTES_PER_DAY, modulo } from "#lib/availability/calendar-dates"
import type { ZoneClock } from "#lib/availability/wall-clock"

/**
 * Every start on the wall-clock grid in [firstMinute, lastMinute] (both included), ascending, in epoch minutes.
 * The grid counts from local midnight, not from UTC (Chatham is at :45) and not from the opening time, so that
 * people with different hours share one grid. It restarts each local midnight (steps of 50 do not divide a day)
 * and follows each clock change: after Lord Howe's half-hour jump an hourly grid goes on at 03:00, not 03:30.
 * A wall time that does not exist has no minute here; one that exists twice has two, each once.
 */
export function alignedStarts(
  clock: ZoneClock,
  granularityMinutes: number,
  firstMinute: number,
  lastMinute: number,
): number[] {
  const starts: number[] = []
  clock.spans.forEach((span, index) => {
    const untilMinute = clock.spans[index + 1]?.fromMinute ?? clock.untilMinute
    const spanLast = Math.min(lastMinute, untilMinute - 1)
    let cursor = Math.max(firstMinute, span.fromMinute)
    while (cursor <= spanLast) {
      const sinceMidnight = modulo(cursor + span.offsetMinutes, MINUTES_PER_DAY)
      const dayLast = Math.min(spanLast, cursor - sinceMidnight + MINUTES_PER_DAY - 1)
      const onGrid = cursor + modulo(-sinceMidnight, granularityMinutes)
      for (let start = onGrid; start <= dayLast; start += granularityMinutes) starts.push(start)
      cursor = dayLast + 1
    }
  })
  return starts
}
