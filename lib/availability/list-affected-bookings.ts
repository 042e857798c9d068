import { resolveWallTime, type WallTimeInstant } from "#lib/availability/wall-clock"

/** What was promised, and the instant that was stored for it when it was promised. */
export type PromisedBooking = {
  readonly tenantId: string
  readonly id: string
  /** Epoch milliseconds. */
  readonly startsAtMs: number
  /** "2026-12-01T09:00" on the clock of `zone`. */
  readonly wallStart: string
  readonly zone: string
}

/** A booking whose promised wall time is another instant now. Opaque ids: this may stand in a terminal or a log. */
export type AffectedBooking = {
  readonly tenantId: string
  readonly id: string
  readonly wallStart: string
  readonly zone: string
  readonly storedInstant: string
  /** When the promised wall time happens now; null when it no longer exists or the zone is unknown. */
  readonly promisedInstant: string | null
}

/** What the zone data at hand say of a wall time. @throws RangeError for an unknown zone. */
export type ResolveWallTime = (date: string, wall: string, zone: string) => WallTimeInstant

/**
 * The bookings that a change of zone rules has moved: nobody touched them, but their stored instant and their
 * promised wall time no longer agree. Whoever comes, comes by the clock on the wall, so the promise is what counts.
 * A wall time that happens twice agrees with either of its instants.
 */
export function listAffectedBookings(
  bookings: Iterable<PromisedBooking>,
  resolve: ResolveWallTime = resolveWallTime,
): AffectedBooking[] {
  const affected: AffectedBooking[] = []
  // Many bookings share a wall time and few zones: each question is asked once.
  const answers = new Map<string, number[]>()
  for (const { tenantId, id, startsAtMs, wallStart, zone } of bookings) {
    const question = `${zone} ${wallStart}`
    const minutes = answers.get(question) ?? minutesOf(wallStart, zone, resolve)
    answers.set(question, minutes)
    if (minutes.includes(startsAtMs / 60_000)) continue
    const promised = minutes[0]
    affected.push({
      tenantId,
      id,
      wallStart,
      zone,
      storedInstant: new Date(startsAtMs).toISOString(),
      promisedInstant: promised === undefined ? null : new Date(promised * 60_000).toISOString(),
    })
  }
  return affected
}

function minutesOf(wallStart: string, zone: string, resolve: ResolveWallTime): number[] {
  try {
    const moment = resolve(wallStart.slice(0, 10), wallStart.slice(11), zone)
    if (moment.kind === "unique") return [moment.minute]
    return moment.kind === "overlap" ? [moment.firstMinute, moment.secondMinute] : []
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}
