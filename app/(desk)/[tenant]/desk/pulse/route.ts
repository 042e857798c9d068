import "server-only"
import { z } from "zod"
import { readDayPulse } from "#lib/bookings/list-day"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"

/** A short text that changes when the day does: what an open day view asks every few seconds. */
export const GET = route({
  name: "desk.pulse",
  method: "GET",
  permission: "bookings:read",
  input: z.object({ tenant: z.string(), date: z.iso.date() }),
  run: readDayPulse,
})

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
