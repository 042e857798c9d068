// Calls that must not compile. Checked by `tsc`: an error that does not come is an error ("unused directive").
import { z } from "zod"
import { ok } from "#lib/base/outcome"
import { cancelBooking } from "#lib/bookings/cancel-booking"
import { confirmHold } from "#lib/bookings/confirm-hold"
import { searchCustomers } from "#lib/customers/search-customers"
import type { Tx } from "#lib/db/transaction"
import { action } from "#lib/entry/action"
import { job } from "#lib/entry/job"
import { page } from "#lib/entry/page"
import { route } from "#lib/entry/route"

const booking = z.object({ tenant: z.string(), bookingId: z.string(), version: z.number() })
const search = z.object({ tenant: z.string(), text: z.string() })

export const rightPermission = action({
  name: "cancel",
  permission: "bookings:write",
  input: booking,
  run: cancelBooking,
})

export const readingIsNotWriting = action({
  name: "cancel",
  permission: "bookings:read",
  input: booking,
  // @ts-expect-error a handle for reading bookings cannot cancel one
  run: cancelBooking,
})

export const guestIsNotStaff = route({
  name: "search",
  method: "GET",
  permission: "public:read",
  input: search,
  // @ts-expect-error a guest's handle cannot search customers
  run: searchCustomers,
})

export const otherArea = page({
  permission: "schedule:read",
  input: search,
  // @ts-expect-error a handle for schedules cannot search customers
  run: searchCustomers,
  view: () => null,
})

export const unknownPermission = action({
  name: "cancel",
  // @ts-expect-error no such permission
  permission: "bookings:delete",
  input: booking,
  run: async () => ok(null),
})

export const tenantForgotten = action({
  name: "cancel",
  permission: "bookings:write",
  // @ts-expect-error every input names its tenant
  input: z.object({ bookingId: z.string() }),
  run: async () => ok(null),
})

export const jobIsNotGuest = job({
  name: "confirm",
  input: z.object({ tenantId: z.string(), fullName: z.string() }),
  // @ts-expect-error a job's handle cannot confirm a guest's hold
  run: confirmHold,
})

export async function handlesAreNotMade(): Promise<void> {
  const forged = { tenantId: "", now: new Date() }
  // @ts-expect-error only a door mints a handle
  await cancelBooking(forged, { bookingId: "", version: 1 })
}

export async function handlesDoNotGrow(tx: Tx<"bookings:read">): Promise<void> {
  // @ts-expect-error the permission of a handle is what its door asked the database for
  await cancelBooking(tx, { bookingId: "", version: 1 })
}
