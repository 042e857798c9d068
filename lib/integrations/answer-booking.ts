import "server-only"
import type { z } from "zod"
import { formatInstant } from "#lib/availability/wall-clock"
import { env } from "#lib/base/env"
import { type Outcome, ok } from "#lib/base/outcome"
import { cancelLinkedBooking } from "#lib/bookings/cancel-booking"
import { confirmHold } from "#lib/bookings/confirm-hold"
import { moveLinkedBooking } from "#lib/bookings/move-booking"
import { type LinkedBooking, type LinkPurpose, readLinkedBooking } from "#lib/bookings/read-linked-booking"
import type { Tx } from "#lib/db/transaction"
import type { bookingInput, bookingOutput, confirmedOutput, moveInput } from "#lib/integrations/api-schemas"
import { readTenant } from "#lib/tenants/read-tenant"

type Dead = "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED"
type Booking = z.infer<typeof bookingOutput>

/** Books the held time, and tells the three tokens once. */
export async function answerConfirmation(
  tx: Tx<"public:book">,
  { tenant: slug, fullName, email, phone, locale }: z.infer<typeof bookingInput>,
): Promise<Outcome<z.infer<typeof confirmedOutput>, Dead>> {
  const practice = await readTenant(tx)
  if (!practice.ok) return practice
  const details = { fullName, email, phone, locale: locale ?? practice.value.locale, source: "api" as const }
  const booked = await confirmHold(tx, details)
  if (!booked.ok) return booked
  const { bookingId, state, viewToken, moveToken, cancelToken } = booked.value
  const link = (page: string, token: string) => ({ token, url: `${env().APP_URL}/${slug}/${page}/${token}` })
  return ok({
    bookingId,
    state,
    view: link("booking", viewToken),
    move: link("move", moveToken),
    cancel: link("cancel", cancelToken),
  })
}

/** The booking behind a view token. */
export async function answerBooking(tx: Tx<"public:read">): Promise<Outcome<Booking, Dead>> {
  return tellBooking(tx, "view")
}

/** Moves the booking behind a move token and tells it as it is now. */
export async function answerMove(
  tx: Tx<"public:book">,
  { startsAt, practitionerId }: z.infer<typeof moveInput>,
): Promise<
  Outcome<Booking, Dead | "TOO_LATE" | "NOT_BOOKABLE" | "SLOT_TAKEN" | "TOO_SOON" | "INVALID_INPUT">
> {
  const moved = await moveLinkedBooking(tx, { startsAt: new Date(startsAt), practitionerId })
  return moved.ok ? tellBooking(tx, "move") : moved
}

/** Cancels the booking behind a cancel token; there is nothing left to tell. */
export async function answerCancellation(tx: Tx<"public:book">): Promise<Outcome<null, Dead | "TOO_LATE">> {
  const cancelled = await cancelLinkedBooking(tx)
  return cancelled.ok ? ok(null) : cancelled
}

async function tellBooking(
  tx: Tx<"public:read" | "public:book">,
  purpose: LinkPurpose,
): Promise<Outcome<Booking, Dead>> {
  const linked = await readLinkedBooking(tx, purpose)
  return linked.ok ? ok(bookingOf(linked.value)) : linked
}

function bookingOf(linked: LinkedBooking): Booking {
  const local = (moment: Date) => formatInstant(moment.getTime() / 60_000, linked.zone)
  return {
    bookingId: linked.id,
    state: linked.state,
    version: linked.version,
    startsAt: local(linked.startsAt),
    endsAt: local(linked.endsAt),
    wallStart: linked.wallStart,
    zone: linked.zone,
    service: {
      id: linked.serviceId,
      slug: linked.serviceSlug,
      name: linked.serviceName,
      nameDe: linked.serviceNameDe,
    },
    practitioner: { id: linked.practitionerId, displayName: linked.practitionerName },
    location: { name: linked.locationName, address: linked.address },
    priceCents: linked.priceCents,
    currency: linked.currency,
    changeableUntil: linked.changeableUntil.toISOString(),
  }
}
