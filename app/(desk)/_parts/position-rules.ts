import type { Board, Span } from "./place-day.ts"

/** Names one place on the board, for `data-p`; the rule of the same name says where that is. */
export function placeName({ offset, minutes }: Span, lane = 0, lanes = 1): string {
  return `${offset}_${minutes}_${lane}_${lanes}`
}

/** The pauses around an item, which occupy the practitioner and are shown faintly. */
export function bufferSpans(
  item: Span & { readonly bufferBefore: number; readonly bufferAfter: number },
): Span[] {
  const { offset, minutes, bufferBefore, bufferAfter } = item
  const spans = [
    { offset: offset - bufferBefore, minutes: bufferBefore },
    { offset: offset + minutes, minutes: bufferAfter },
  ]
  return spans.filter((span) => span.minutes > 0)
}

/**
 * One style rule per distinct place on the board, as numbers of minutes and lanes. Numbers only: nothing that
 * anybody typed can reach the style element.
 */
export function positionRules(board: Board, now: number | undefined): string {
  const rules = new Map<string, string>()
  const add = (span: Span, lane = 0, lanes = 1) => {
    const name = placeName(span, lane, lanes)
    rules.set(name, `[data-p="${name}"]{--s:${span.offset};--d:${span.minutes};--l:${lane};--n:${lanes}}`)
  }
  for (const hour of board.hours) add(hour)
  for (const { open, items } of board.columns) {
    for (const span of open) add(span)
    for (const item of items) {
      for (const span of [item, ...bufferSpans(item)]) add(span, item.lane, item.lanes)
    }
  }
  return `[data-board]{--all:${board.minutes};--now:${now ?? 0}}${[...rules.values()].join("")}`
}
