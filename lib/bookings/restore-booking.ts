import "server-only"
import { readBusy } from "#lib/availability/read-busy"
import { readSchedule, type Schedule } from "#lib/availability/read-schedule"
import { localDateAt } from "#lib/availability/wall-clock"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { enqueueBookingMail } from "#lib/bookings/enqueue-booking-mail"
import { occupySlot } from "#lib/bookings/occupy-slot"
import { query, sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** What taking back the last step leads to. */
const returnsTo: Readonly<Record<string, "confirmed" | "arrived">> = {
  cancelled: "confirmed",
  "no-show": "confirmed",
  completed: "arrived",
}

/**
 * Takes back a cancellation, a no-show or a completion: the booking occupies its own time, practitioner and rooms
 * again, if nobody has taken them since. Working hours are not asked a second time; the promise was made once.
 */
export async function restoreBooking(
  tx: Tx<"bookings:write">,
  input: { readonly bookingId: string; readonly version: number },
): Promise<
  Outcome<
    { bookingId: string; version: number },
    "NOT_FOUND" | "STALE" | "ILLEGAL_TRANSITION" | "SLOT_TAKEN" | "NOT_BOOKABLE"
  >
> {
  const booking = await readEnded(tx, input.bookingId)
  if (!booking) return refused("NOT_FOUND")
  if (booking.version !== input.version) return refused("STALE")
  const state = returnsTo[booking.state]
  // A hold that ran out never had a customer: there is nothing to come back to.
  if (!state || !booking.customerId) return refused("ILLEGAL_TRANSITION")
  await tx.first(sql`select app.release_expired_holds()`)
  await tx.run(
    query
      .updateTable("app.bookings")
      .set({ state, cancel_reason: null })
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", input.bookingId)
      .where("version", "=", input.version),
  )
  if (!booking.groupSessionId && !(await occupyAgain(tx, input.bookingId, booking)))
    return refused("SLOT_TAKEN")
  const version = booking.version + 1
  // The cancellation was announced; its withdrawal is, too.
  if (booking.state === "cancelled") await enqueueBookingMail(tx, input.bookingId, version, "confirmation")
  return ok({ bookingId: input.bookingId, version })
}

type Ended = NonNullable<Awaited<ReturnType<typeof readEnded>>>

function readEnded(tx: Tx<"bookings:write">, bookingId: string) {
  return tx.first(
    query
      .selectFrom("app.bookings")
      .select([
        "state",
        "version",
        "service_id as serviceId",
        "practitioner_id as practitionerId",
        "location_id as locationId",
        "customer_id as customerId",
        "group_session_id as groupSessionId",
        "starts_at as startsAt",
        "ends_at as endsAt",
        "buffer_before_minutes as bufferBeforeMinutes",
        "buffer_after_minutes as bufferAfterMinutes",
        "wall_start as wallStart",
        "zone",
      ])
      .where("tenant_id", "=", tx.tenantId)
      .where("id", "=", bookingId)
      .forUpdate(),
  )
}

async function occupyAgain(tx: Tx<"bookings:write">, bookingId: string, booking: Ended): Promise<boolean> {
  const startMinute = booking.startsAt.getTime() / 60_000
  const endMinute = booking.endsAt.getTime() / 60_000
  const date = localDateAt(startMinute, booking.zone)
  const schedule = await readSchedule(tx, booking.serviceId, date, date)
  if (!schedule) return false
  const resourceIds = await freeResources(tx, booking, schedule)
  if (!resourceIds) return false
  return occupySlot(
    tx,
    bookingId,
    booking.practitionerId,
    {
      slot: {
        startMinute,
        endMinute,
        practitionerIds: [booking.practitionerId],
        locationId: booking.locationId,
        zone: booking.zone,
        startsAt: booking.startsAt.toISOString(),
        endsAt: booking.endsAt.toISOString(),
        wallStart: booking.wallStart,
      },
      practitionerIds: [booking.practitionerId],
      resourceIds,
      // Its own buffers: those of the service may have changed since.
      schedule: {
        ...schedule,
        service: {
          ...schedule.service,
          bufferBeforeMinutes: booking.bufferBeforeMinutes,
          bufferAfterMinutes: booking.bufferAfterMinutes,
        },
      },
    },
    null,
  )
}

/** Rooms and machines of every kind the service needs, free for the whole time; undefined when one is lacking. */
async function freeResources(
  tx: Tx<"bookings:write">,
  booking: Ended,
  schedule: Schedule,
): Promise<string[] | undefined> {
  const from = new Date(booking.startsAt.getTime() - booking.bufferBeforeMinutes * 60_000)
  const to = new Date(booking.endsAt.getTime() + booking.bufferAfterMinutes * 60_000)
  const here = schedule.pools.map(({ needed, resources }) => ({
    needed,
    ids: resources.filter((one) => one.locationId === booking.locationId).map(({ id }) => id),
  }))
  const busy = await readBusy(
    tx,
    here.flatMap(({ ids }) => ids),
    from,
    to,
  )
  const chosen = here.map(({ needed, ids }) => ids.filter((id) => !busy.get(id)?.length).slice(0, needed))
  return chosen.every((ids, index) => ids.length === here[index]?.needed) ? chosen.flat() : undefined
}
