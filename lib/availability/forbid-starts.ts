import { inOrder } from "#lib/availability/minute-ranges"
import type { MinuteRange } from "#lib/availability/wall-clock"

/** Start minutes that are out, as flat half-open pairs [from, until, from, until, …], in order and disjoint. */
type ForbiddenStarts = readonly number[]

/**
 * The start minutes that one calendar's busy ranges forbid. An appointment at `start` occupies
 * [start - before, start + after); it meets [b, e) exactly when b - after < start < e + before.
 */
export function forbiddenStarts(
  busy: readonly MinuteRange[],
  before: number,
  after: number,
): ForbiddenStarts {
  const pairs: number[] = []
  let until = Number.NEGATIVE_INFINITY
  for (const range of inOrder(busy)) {
    // An empty range overlaps nothing, as in Postgres.
    if (range.endMinute <= range.startMinute) continue
    // Rounded outwards: an instant with seconds occupies the whole minute that it touches.
    const from = Math.floor(range.startMinute) - after + 1
    const rangeUntil = Math.ceil(range.endMinute) + before
    if (from > until) pairs.push(from, rangeUntil)
    else if (rangeUntil > until) pairs[pairs.length - 1] = rangeUntil
    else continue
    until = rangeUntil
  }
  return pairs
}

/** The start minutes at which fewer than `needed` of these resources are free for the whole occupied range. */
export function exhaustedStarts(
  resources: readonly { readonly busy: readonly MinuteRange[] }[],
  needed: number,
  before: number,
  after: number,
): ForbiddenStarts {
  const spare = resources.length - needed
  if (needed <= 0) return []
  if (spare < 0) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  // Twice the minute, odd where a resource falls out: at one minute the one that returns counts first.
  const events: number[] = []
  for (const { busy } of resources) {
    const pairs = forbiddenStarts(busy, before, after)
    for (let i = 0; i < pairs.length; i++) events.push((pairs[i] as number) * 2 + (i % 2 === 0 ? 1 : 0))
  }
  events.sort((a, b) => a - b)
  const exhausted: number[] = []
  let missing = 0
  for (const event of events) {
    const falls = event % 2 !== 0
    if (falls && missing++ === spare) exhausted.push((event - 1) / 2)
    else if (!falls && --missing === spare) exhausted.push(event / 2)
  }
  return exhausted
}

/** The starts (ascending) that no pair covers. */
export function withoutForbidden(starts: readonly number[], pairs: ForbiddenStarts): number[] {
  let pair = 0
  return starts.filter((start) => {
    // Past the last pair both reads are undefined, and every comparison with that is false.
    while ((pairs[pair + 1] as number) <= start) pair += 2
    return !((pairs[pair] as number) <= start)
  })
}
