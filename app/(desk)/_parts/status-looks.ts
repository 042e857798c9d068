import type { BookingState } from "#lib/bookings/read-linked-booking"

/** Ground and edge of a tile on the board. The shape and the word beside them say the same without colour. */
export const tileLooks: Readonly<Record<BookingState, string>> = {
  held: "border border-line-strong border-dashed bg-surface-raised text-ink-quiet",
  pending: "border border-warn border-dashed bg-warn-soft",
  confirmed: "border border-transparent border-s-3 border-s-accent bg-accent-soft",
  arrived: "border border-transparent border-s-3 border-s-info bg-info-soft",
  completed: "border border-line border-s-3 border-s-good bg-surface-raised text-ink-quiet",
  cancelled: "border border-line bg-surface text-ink-quiet line-through",
  "no-show": "border border-transparent border-s-3 border-s-danger bg-danger-soft",
}

export const stateInk: Readonly<Record<BookingState, string>> = {
  held: "text-ink-quiet",
  pending: "text-warn",
  confirmed: "text-accent",
  arrived: "text-info",
  completed: "text-good",
  cancelled: "text-ink-quiet",
  "no-show": "text-danger",
}
