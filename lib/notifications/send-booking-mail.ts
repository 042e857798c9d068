import "server-only"
import { z } from "zod"
import { env } from "#lib/base/env"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { type BookingLinks, issueLinks } from "#lib/bookings/issue-links"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { mailWords } from "#lib/notifications/booking-mail-words"
import { deliverMail } from "#lib/notifications/deliver-mail"
import { describeCalendarEntry, senderAddress } from "#lib/notifications/describe-calendar-entry"
import { type Addressee, type BookingFacts, readBookingFacts } from "#lib/notifications/read-booking-facts"
import { writeBookingMail } from "#lib/notifications/write-booking-mail"
import { methodOf, writeCalendarFile } from "#lib/notifications/write-calendar-file"
import { readTenant, type Tenant } from "#lib/tenants/read-tenant"

export const sendBookingMailInput = z.object({
  tenantId: z.uuid(),
  bookingId: z.uuid(),
  bookingVersion: z.int().min(1),
  kind: z.enum(["confirmation", "request", "moved", "cancelled", "reminder"]),
})
export type SendBookingMail = z.infer<typeof sendBookingMailInput>

export type PreparedMail = {
  readonly to: string
  readonly locale: Addressee["locale"]
  readonly booking: BookingFacts
  readonly tenant: Tenant
  readonly links?: BookingLinks
}

/**
 * Writes down that this message is being sent and mints its links. STALE ends the job: the booking has moved on since
 * (a newer message says so), this one was sent before, or there is no address to send to.
 */
export async function prepareBookingMail(
  tx: Tx<"jobs:run">,
  input: SendBookingMail,
): Promise<Outcome<PreparedMail, "STALE" | "NOT_FOUND">> {
  const [tenant, facts] = await Promise.all([readTenant(tx), readBookingFacts(tx, input.bookingId)])
  if (!tenant.ok) return tenant
  if (!facts?.email || facts.version !== input.bookingVersion) return refused("STALE")
  const key = {
    tenant_id: tx.tenantId,
    booking_id: input.bookingId,
    booking_version: input.bookingVersion,
    kind: input.kind,
  }
  await tx.run(
    query
      .insertInto("app.messages")
      .values({ ...key, channel: "email" })
      .onConflict((conflict) => conflict.doNothing()),
  )
  const message = await tx.first(messageState(key))
  if (message?.state !== "sending") return refused("STALE")
  const links = input.kind === "cancelled" ? undefined : await issueLinks(tx, facts)
  const { email, locale, ...booking } = facts
  return ok({ to: email, locale, booking, tenant: tenant.value, links })
}

function messageState(key: { tenant_id: string; booking_id: string; booking_version: number; kind: string }) {
  return query
    .selectFrom("app.messages")
    .select("state")
    .where("tenant_id", "=", key.tenant_id)
    .where("booking_id", "=", key.booking_id)
    .where("booking_version", "=", key.booking_version)
    .where("kind", "=", key.kind)
    .where("channel", "=", "email")
}

/** Sends what was prepared. Runs after the commit, so that no message speaks of what never happened. */
export async function deliverBookingMail(prepared: PreparedMail, input: SendBookingMail): Promise<void> {
  const { to, locale, booking, tenant, links } = prepared
  const entry = describeCalendarEntry(booking, tenant, locale)
  await deliverMail({
    ...writeBookingMail({ kind: input.kind, booking, tenant, locale, links }),
    from: { name: tenant.name, address: senderAddress(env().MAIL_FROM) },
    to,
    replyTo: tenant.contactEmail,
    messageId: `${booking.id}.${booking.version}.${input.kind}@${new URL(env().APP_URL).hostname}`,
    language: locale,
    // A request is not an appointment yet: nothing goes into a calendar.
    calendar:
      input.kind === "request"
        ? undefined
        : {
            fileName: mailWords[locale].fileName,
            method: methodOf(entry),
            content: writeCalendarFile(entry, new Date()),
          },
  })
}

/** Marks the message as sent, so that a job that runs twice sends once. */
export async function concludeBookingMail(
  tx: Tx<"jobs:run">,
  _prepared: PreparedMail,
  input: SendBookingMail,
): Promise<Outcome<null>> {
  await tx.run(
    query
      .updateTable("app.messages")
      .set({ state: "sent", sent_at: tx.now })
      .where("tenant_id", "=", tx.tenantId)
      .where("booking_id", "=", input.bookingId)
      .where("booking_version", "=", input.bookingVersion)
      .where("kind", "=", input.kind)
      .where("channel", "=", "email"),
  )
  return ok(null)
}
