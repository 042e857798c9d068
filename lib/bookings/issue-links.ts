import "server-only"
import { hashLinkToken, mintLinkToken } from "#lib/crypto/link-token"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type BookingLinks = {
  readonly viewToken: string
  readonly moveToken: string
  readonly cancelToken: string
}

const viewOutlivesEndDays = 30

/** Three separate powers, one token each. Only their hashes are stored, so these texts exist here alone. */
export async function issueLinks(
  tx: Tx<"public:book" | "bookings:write" | "jobs:run">,
  booking: { readonly id: string; readonly startsAt: Date; readonly endsAt: Date },
): Promise<BookingLinks> {
  const links = { viewToken: mintLinkToken(), moveToken: mintLinkToken(), cancelToken: mintLinkToken() }
  const row = (purpose: string, token: string, expiresAt: Date) => ({
    tenant_id: tx.tenantId,
    booking_id: booking.id,
    purpose,
    token_hash: hashLinkToken(token),
    expires_at: expiresAt,
  })
  const viewUntil = new Date(booking.endsAt.getTime() + viewOutlivesEndDays * 86_400_000)
  await tx.run(
    query
      .insertInto("app.booking_links")
      .values([
        row("view", links.viewToken, viewUntil),
        row("move", links.moveToken, booking.startsAt),
        row("cancel", links.cancelToken, booking.startsAt),
      ]),
  )
  return links
}
