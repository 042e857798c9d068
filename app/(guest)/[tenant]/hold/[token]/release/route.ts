import "server-only"
import { z } from "zod"
import { holdPageComesBack } from "#lib/bookings/notice-hold-page"
import { releaseHold } from "#lib/bookings/release-hold"
import { route } from "#lib/entry/route"

/** What the page sends as it is left: the time is free again. `sure` when a link was followed, and not a reload. */
export const DELETE = route({
  name: "release-hold",
  method: "DELETE",
  permission: "public:book",
  input: z.object({ tenant: z.string(), token: z.string(), sure: z.boolean().optional() }),
  link: ({ token }) => token,
  unless: async ({ token, sure }) => !sure && (await holdPageComesBack(token)),
  run: releaseHold,
})
