import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { query, sql } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

export type LinkPurpose = "hold" | "view" | "move" | "cancel"

export type BookingState =
  | "held"
  | "pending"
  | "confirmed"
  | "arrived"
  | "completed"
  | "cancelled"
  | "no-show"

/** What the holder of a link may know: the appointment, and nothing about the customer. */
export type LinkedBooking = {
  readonly id: string
  readonly state: BookingState
  readonly version: number
  readonly startsAt: Date
  readonly endsAt: Date
  /** The promise: "2026-03-30T09:00" on the clock of `zone`. */
  readonly wallStart: string
  readonly zone: string
  readonly serviceId: string
  readonly serviceSlug: string
  readonly serviceName: string
  readonly serviceNameDe: string
  readonly durationMinutes: number
  readonly priceCents: number
  readonly currency: string
  readonly practitionerId: string
  readonly practitionerName: string
  readonly locationName: string
  readonly address: string
  readonly holdExpiresAt: Date | null
  /** Until when it can be moved or cancelled online. */
  readonly changeableUntil: Date
}

/**
 * The booking that the presented link has this power over. A link that was good once is told apart from one that
 * never was: its holder deserves to hear that it has been used.
 */
export async function readLinkedBooking(
  tx: Tx<"public:read" | "public:book">,
  purpose: LinkPurpose,
): Promise<Outcome<LinkedBooking, "NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED">> {
  const booking = await tx.first(
    query
      .selectFrom("app.bookings as b")
      .innerJoin("app.services as s", (join) =>
        join.onRef("s.tenant_id", "=", "b.tenant_id").onRef("s.id", "=", "b.service_id"),
      )
      .innerJoin("app.practitioners as p", (join) =>
        join.onRef("p.tenant_id", "=", "b.tenant_id").onRef("p.id", "=", "b.practitioner_id"),
      )
      .innerJoin("app.locations as l", (join) =>
        join.onRef("l.tenant_id", "=", "b.tenant_id").onRef("l.id", "=", "b.location_id"),
      )
      .innerJoin("app.tenants as t", "t.tenant_id", "b.tenant_id")
      .select([
        "b.id",
        "b.state",
        "b.version",
        "b.starts_at as startsAt",
        "b.ends_at as endsAt",
        "b.wall_start as wallStart",
        "b.zone",
        "b.service_id as serviceId",
        "s.slug as serviceSlug",
        "s.name as serviceName",
        "s.name_de as serviceNameDe",
        "s.duration_minutes as durationMinutes",
        "b.price_cents as priceCents",
        "b.currency",
        "b.practitioner_id as practitionerId",
        "p.display_name as practitionerName",
        "l.name as locationName",
        "l.address",
        "b.hold_expires_at as holdExpiresAt",
        sql<Date>`b.starts_at - make_interval(mins => t.change_notice_minutes)`.as("changeableUntil"),
      ])
      .where("b.tenant_id", "=", tx.tenantId)
      .where("b.id", "=", sql<string>`(select app.linked_booking(${purpose}))`),
  )
  if (booking) return ok({ ...booking, state: booking.state as BookingState })
  return refused(await whyDead(tx, purpose))
}

async function whyDead(
  tx: Tx<"public:read" | "public:book">,
  purpose: LinkPurpose,
): Promise<"NOT_FOUND" | "LINK_DEAD" | "HOLD_EXPIRED"> {
  const link = await tx.first(
    query
      .selectFrom("app.booking_links")
      .select(["purpose"])
      .where("tenant_id", "=", tx.tenantId)
      .where("token_hash", "=", sql<Buffer>`(select app.link_hash())`),
  )
  if (link?.purpose !== purpose) return "NOT_FOUND"
  return purpose === "hold" ? "HOLD_EXPIRED" : "LINK_DEAD"
}
