import "server-only"
import { z } from "zod"
import { releaseHold } from "#lib/bookings/release-hold"
import { route } from "#lib/entry/route"

/** What the page sends as it is left: the time is free again at once. */
export const DELETE = route({
  name: "release-hold",
  method: "DELETE",
  permission: "public:book",
  input: z.object({ tenant: z.string(), token: z.string() }),
  link: ({ token }) => token,
  run: releaseHold,
})
