import type { MinuteRange } from "#lib/availability/wall-clock"

/** Ranges in order, touching ones joined, empty ones dropped. Adjoining hours become one working window. */
export function mergeRanges(ranges: readonly MinuteRange[]): MinuteRange[] {
  const merged: MinuteRange[] = []
  let startMinute = 0
  let endMinute = Number.NEGATIVE_INFINITY
  for (const range of inOrder(ranges)) {
    if (range.endMinute <= range.startMinute) continue
    if (range.startMinute <= endMinute) {
      if (range.endMinute > endMinute) endMinute = range.endMinute
      continue
    }
    if (endMinute > startMinute) merged.push({ startMinute, endMinute })
    startMinute = range.startMinute
    endMinute = range.endMinute
  }
  if (endMinute > startMinute) merged.push({ startMinute, endMinute })
  return merged
}

/** What is left of `ranges` outside `cuts`; merged and in order. */
export function subtractRanges(ranges: readonly MinuteRange[], cuts: readonly MinuteRange[]): MinuteRange[] {
  const left: MinuteRange[] = []
  const holes = mergeRanges(cuts)
  for (const { startMinute, endMinute } of mergeRanges(ranges)) {
    let cursor = startMinute
    for (const hole of holes) {
      if (hole.endMinute <= cursor) continue
      if (hole.startMinute >= endMinute) break
      if (hole.startMinute > cursor) left.push({ startMinute: cursor, endMinute: hole.startMinute })
      cursor = hole.endMinute
    }
    if (cursor < endMinute) left.push({ startMinute: cursor, endMinute })
  }
  return left
}

/** The same list when it is sorted by start already (the query's order), a sorted copy otherwise. */
export function inOrder(ranges: readonly MinuteRange[]): readonly MinuteRange[] {
  let previous = Number.NEGATIVE_INFINITY
  for (const { startMinute } of ranges) {
    if (startMinute < previous) return [...ranges].sort((a, b) => a.startMinute - b.startMinute)
    previous = startMinute
  }
  return ranges
}
