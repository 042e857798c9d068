import type { DeskBooking } from "#lib/bookings/read-booking"
import type { BookingState } from "#lib/bookings/read-linked-booking"
import type { StepName } from "./booking-steps.tsx"

type Offer = { readonly step: StepName; readonly rank: "first" | "other" | "undo" | "danger" }

const byState: Readonly<Record<BookingState, readonly Offer[]>> = {
  held: [],
  pending: [
    { step: "confirm", rank: "first" },
    { step: "cancel", rank: "danger" },
  ],
  confirmed: [
    { step: "arrive", rank: "first" },
    { step: "no-show", rank: "other" },
    { step: "cancel", rank: "danger" },
  ],
  arrived: [
    { step: "complete", rank: "first" },
    { step: "un-arrive", rank: "undo" },
  ],
  completed: [{ step: "restore", rank: "undo" }],
  "no-show": [{ step: "restore", rank: "undo" }],
  cancelled: [{ step: "restore", rank: "undo" }],
}

/** The steps that a booking's state allows; the database has the last word on each. */
export function offerSteps(booking: DeskBooking): readonly Offer[] {
  if (!booking.customerId) return []
  const offers = [...byState[booking.state]]
  const last = booking.events.at(-1)
  if (mayMove(booking) && last && last.fromState === last.toState)
    offers.push({ step: "move-back", rank: "undo" })
  return offers
}

export function mayMove({ state }: { readonly state: BookingState }): boolean {
  return state === "pending" || state === "confirmed"
}
