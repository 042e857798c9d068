"use server"

import { z } from "zod"
import { moveLinkedBooking } from "#lib/bookings/move-booking"
import { action } from "#lib/entry/action"

/** Moves to the pressed time and comes back to the same address, which shows it. */
export const move = action({
  name: "move-booking",
  permission: "public:book",
  input: z.object({
    tenant: z.string().max(40),
    token: z.string().max(100),
    practitionerId: z.union([z.uuid(), z.literal("anyone")]),
    startsAt: z.iso.datetime({ offset: true }),
  }),
  link: ({ token }) => token,
  run: (tx, { startsAt, practitionerId }) =>
    moveLinkedBooking(tx, {
      startsAt: new Date(startsAt),
      practitionerId: practitionerId === "anyone" ? undefined : practitionerId,
    }),
  next: (_, { tenant, token }) => `/${tenant}/move/${token}?done=1`,
})
