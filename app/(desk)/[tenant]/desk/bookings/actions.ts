"use server"

import { z } from "zod"
import { cancelBooking } from "#lib/bookings/cancel-booking"
import { changeBookingState } from "#lib/bookings/change-booking-state"
import { moveBooking } from "#lib/bookings/move-booking"
import { moveBookingBack } from "#lib/bookings/move-booking-back"
import { restoreBooking } from "#lib/bookings/restore-booking"
import type { Tx } from "#lib/db/transaction"
import { action } from "#lib/entry/action"
import { returnToDesk } from "../../../_parts/return-to-desk.ts"

const booking = z.object({
  tenant: z.string(),
  bookingId: z.uuid(),
  version: z.coerce.number().int().min(1),
  back: z.string().max(1_000).default(""),
})

const step = booking.extend({
  step: z.enum(["confirm", "arrive", "complete", "no-show", "cancel", "un-arrive", "restore", "move-back"]),
})

function take(tx: Tx<"bookings:write">, { step: wanted, bookingId, version }: z.infer<typeof step>) {
  const it = { bookingId, version }
  switch (wanted) {
    case "confirm":
    case "un-arrive":
      return changeBookingState(tx, { ...it, to: "confirmed" })
    case "arrive":
      return changeBookingState(tx, { ...it, to: "arrived" })
    case "complete":
      return changeBookingState(tx, { ...it, to: "completed" })
    case "no-show":
      return changeBookingState(tx, { ...it, to: "no-show" })
    case "cancel":
      return cancelBooking(tx, it)
    case "restore":
      return restoreBooking(tx, it)
    case "move-back":
      return moveBookingBack(tx, it)
  }
}

/** One step of one booking, or taking the last one back. */
export const takeStep = action({
  name: "desk.step",
  permission: "bookings:write",
  input: step,
  run: take,
  next: (done, input) => returnToDesk(input, { did: input.step, ...done }),
})

/** Another time or practitioner. */
export const moveAtDesk = action({
  name: "desk.move",
  permission: "bookings:write",
  input: booking.extend({
    startsAt: z.iso.datetime({ offset: true, error: "TIME" }).transform((text) => new Date(text)),
    practitionerId: z.uuid().optional(),
  }),
  run: moveBooking,
  next: (done, input) => returnToDesk(input, { did: "move", ...done }),
})
