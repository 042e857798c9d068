"use server"

import { z } from "zod"
import { cancelLinkedBooking } from "#lib/bookings/cancel-booking"
import { action } from "#lib/entry/action"

/** Cancels, and comes back to the same address: its link is dead now, and the page says why. */
export const cancel = action({
  name: "cancel-booking",
  permission: "public:book",
  input: z.object({ tenant: z.string().max(40), token: z.string().max(100) }),
  link: ({ token }) => token,
  run: cancelLinkedBooking,
  next: (_, { tenant, token }) => `/${tenant}/cancel/${token}?done=1`,
})
