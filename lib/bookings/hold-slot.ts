import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { chooseSlot, type WantedSlot } from "#lib/bookings/choose-slot"
import { writeBooking } from "#lib/bookings/write-booking"
import type { Tx } from "#lib/db/transaction"

export type Hold = {
  readonly bookingId: string
  readonly practitionerId: string
  /** Opens this hold and nothing else, until it runs out. */
  readonly holdToken: string
  readonly expiresAt: string
  readonly startsAt: string
  readonly endsAt: string
  readonly zone: string
}

/** Holds a free slot for one customer while the details are typed. The door mints the hold's token. */
export async function holdSlot(
  tx: Tx<"public:book">,
  wanted: WantedSlot & { readonly source: "public" | "api" },
): Promise<Outcome<Hold, "NOT_FOUND" | "NOT_BOOKABLE" | "SLOT_TAKEN" | "TOO_SOON" | "INVALID_INPUT">> {
  if (!tx.linkToken) return refused("NOT_BOOKABLE")
  const chosen = await chooseSlot(tx, wanted)
  if (!chosen.ok) return chosen
  const { slot, schedule } = chosen.value
  const expiresAt = new Date(tx.now.getTime() + schedule.policy.holdMinutes * 60_000)
  const written = await writeBooking(tx, chosen.value, {
    state: "held",
    source: wanted.source,
    customerId: null,
    holdExpiresAt: expiresAt,
  })
  if (!written.ok) return written
  return ok({
    ...written.value,
    holdToken: tx.linkToken,
    expiresAt: expiresAt.toISOString(),
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    zone: slot.zone,
  })
}
