"use server"

import { z } from "zod"
import { holdSlot } from "#lib/bookings/hold-slot"
import { action } from "#lib/entry/action"

/** Holds the pressed time and leads to the details. Text, not a Date: an idempotency key is bound to what was sent. */
export const hold = action({
  name: "hold-slot",
  permission: "public:book",
  link: "mint",
  input: z.object({
    tenant: z.string().max(40),
    serviceId: z.uuid(),
    practitionerId: z.union([z.uuid(), z.literal("anyone")]),
    startsAt: z.iso.datetime({ offset: true }),
  }),
  run: (tx, { serviceId, practitionerId, startsAt }) =>
    holdSlot(tx, {
      serviceId,
      practitionerId: practitionerId === "anyone" ? undefined : practitionerId,
      startsAt: new Date(startsAt),
      source: "public",
    }),
  next: ({ holdToken }, { tenant }) => `/${tenant}/hold/${holdToken}`,
})
