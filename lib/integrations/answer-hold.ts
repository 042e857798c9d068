import "server-only"
import type { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { holdSlot } from "#lib/bookings/hold-slot"
import { releaseHold } from "#lib/bookings/release-hold"
import type { Tx } from "#lib/db/transaction"
import type { holdInput, holdOutput } from "#lib/integrations/api-schemas"

/** Holds a time for a program. */
export async function answerHold(
  tx: Tx<"public:book">,
  { serviceId, practitionerId, startsAt }: z.infer<typeof holdInput>,
): Promise<
  Outcome<
    z.infer<typeof holdOutput>,
    "NOT_FOUND" | "NOT_BOOKABLE" | "SLOT_TAKEN" | "TOO_SOON" | "INVALID_INPUT"
  >
> {
  const held = await holdSlot(tx, {
    serviceId,
    practitionerId,
    startsAt: new Date(startsAt),
    source: "api",
  })
  if (!held.ok) return held
  const { bookingId: _internal, ...hold } = held.value
  return ok({ ...hold, serviceId })
}

/** Gives a held time back; there is nothing to tell. */
export async function answerRelease(
  tx: Tx<"public:book">,
): Promise<Outcome<null, "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED">> {
  const released = await releaseHold(tx)
  return released.ok ? ok(null) : released
}
