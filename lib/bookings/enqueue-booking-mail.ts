import "server-only"
import { sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type MailKind = "confirmation" | "request" | "moved" | "cancelled" | "reminder"

/** Queues one message about one version of a booking, in the transaction that causes it. */
export async function enqueueBookingMail(
  tx: Tx<"public:book" | "bookings:write" | "jobs:run">,
  bookingId: string,
  bookingVersion: number,
  kind: MailKind,
): Promise<void> {
  await tx.run(sql`select app.enqueue_booking_mail(${bookingId}::uuid, ${bookingVersion}::int, ${kind})`)
}
