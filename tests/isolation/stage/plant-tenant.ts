import { createHash, randomBytes, randomUUID } from "node:crypto"
import type pg from "pg"
import { type Role, roles } from "#lib/access/permissions"
import { sealContext } from "#lib/crypto/seal-context"
import { plantSchedule } from "#tests/isolation/stage/plant-schedule"

export type Person = { readonly userId: string; readonly sessionId: string }
export type LinkPurpose = "hold" | "view" | "move" | "cancel"
export type Link = { readonly token: string; readonly hash: string }

/** A practice with at least one row in every table that a tenant has. */
export type Planted = {
  readonly tenantId: string
  readonly slug: string
  readonly people: Readonly<Record<Role | "suspended" | "signedOut", Person>>
  readonly locationId: string
  readonly practitionerIds: readonly [string, string]
  readonly roomId: string
  readonly serviceId: string
  readonly groupServiceId: string
  /** performed by nobody */
  readonly spareServiceId: string
  readonly groupSessionId: string
  readonly customerId: string
  readonly confirmedId: string
  readonly heldId: string
  /** hold → the held booking; the others → the confirmed one */
  readonly links: Readonly<Record<LinkPurpose, Link>>
  /** Midnight UTC some days ahead; everything planted lies on that day, before 12:00. */
  readonly day: Date
}

export function mintLink(): Link {
  const token = randomBytes(32).toString("base64url")
  return { token, hash: createHash("sha256").update(token).digest("hex") }
}

/** Sets an operator's seal in the owner's transaction: audited tables take no write without an actor. */
export async function sealOperator(client: pg.Client, sealKey: Uint8Array, tenantId: string): Promise<void> {
  const claims = { kind: "operator", tenantId, purpose: "test:plant", requestId: randomUUID() } as const
  await client.query("select set_config('app.seal', $1, true)", [sealContext(claims, sealKey, Date.now())])
}

const minutes = (day: Date, minute: number) => new Date(day.getTime() + minute * 60_000)

/** Plants one practice as the owner of the database, who bypasses row-level security, under an operator's seal. */
export async function plantTenant(owner: pg.Client, sealKey: Uint8Array, slug: string): Promise<Planted> {
  const id = () => randomUUID()
  const person = (): Person => ({ userId: id(), sessionId: id() })
  const day = new Date(Math.floor(Date.now() / 86_400_000 + 10) * 86_400_000)
  const p: Planted = {
    tenantId: id(),
    slug,
    people: {
      owner: person(),
      manager: person(),
      clinician: person(),
      reception: person(),
      billing: person(),
      suspended: person(),
      signedOut: person(),
    },
    locationId: id(),
    practitionerIds: [id(), id()],
    roomId: id(),
    serviceId: id(),
    groupServiceId: id(),
    spareServiceId: id(),
    groupSessionId: id(),
    customerId: id(),
    confirmedId: id(),
    heldId: id(),
    links: { hold: mintLink(), view: mintLink(), move: mintLink(), cancel: mintLink() },
    day,
  }
  const t = p.tenantId
  const insert = async (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row)
    await owner.query(
      `insert into ${table} (${names.join(", ")}) values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
      Object.values(row),
    )
  }
  await owner.query("begin")
  await sealOperator(owner, sealKey, t)
  await insert("app.tenants", {
    tenant_id: t,
    slug,
    name: `Practice ${slug}`,
    zone: "Europe/Berlin",
    currency: "EUR",
    country: "DE",
    preset: "clinic",
  })
  for (const [name, { userId, sessionId }] of Object.entries(p.people)) {
    await insert("auth.users", { id: userId, email: `${name}@${slug}.test` })
    if (name !== "signedOut") await insert("auth.sessions", { id: sessionId, user_id: userId })
    const role = (roles as readonly string[]).includes(name) ? name : "owner"
    const status = name === "suspended" ? "suspended" : "active"
    await insert("app.memberships", { tenant_id: t, user_id: userId, role, status, display_name: name })
  }
  await insert("app.locations", { tenant_id: t, id: p.locationId, name: "Main", zone: "Europe/Berlin" })
  await insert("app.resources", {
    tenant_id: t,
    id: p.roomId,
    location_id: p.locationId,
    kind: "room",
    name: "Room 1",
  })
  await insert("app.services", {
    tenant_id: t,
    id: p.serviceId,
    slug: "visit",
    name: "Visit",
    duration_minutes: 30,
    buffer_before_minutes: 5,
    buffer_after_minutes: 10,
    price_cents: 4200,
  })
  await insert("app.services", {
    tenant_id: t,
    id: p.groupServiceId,
    slug: "group",
    name: "Group",
    duration_minutes: 60,
    price_cents: 1500,
    capacity: 2,
  })
  await insert("app.services", {
    tenant_id: t,
    id: p.spareServiceId,
    slug: "spare",
    name: "Spare",
    duration_minutes: 30,
    price_cents: 1,
  })
  await insert("app.service_resource_kinds", { tenant_id: t, service_id: p.serviceId, kind: "room" })
  for (const practitionerId of p.practitionerIds) {
    await insert("app.practitioners", {
      tenant_id: t,
      id: practitionerId,
      location_id: p.locationId,
      display_name: "Dr",
    })
    for (const serviceId of [p.serviceId, p.groupServiceId]) {
      await insert("app.service_practitioners", {
        tenant_id: t,
        service_id: serviceId,
        practitioner_id: practitionerId,
      })
    }
  }
  const [practitionerId] = p.practitionerIds
  await plantSchedule(insert, p)
  await insert("app.customers", {
    tenant_id: t,
    id: p.customerId,
    full_name: `Canary ${slug} Meier`,
    email: `canary@${slug}.test`,
    source: "desk",
  })
  const booking = {
    tenant_id: t,
    location_id: p.locationId,
    wall_start: "2030-01-01T09:00",
    zone: "Europe/Berlin",
  }
  await insert("app.bookings", {
    ...booking,
    id: p.confirmedId,
    service_id: p.serviceId,
    practitioner_id: practitionerId,
    customer_id: p.customerId,
    state: "confirmed",
    source: "desk",
    starts_at: minutes(day, 480),
    ends_at: minutes(day, 510),
  })
  const holdExpiresAt = new Date(Date.now() + 9 * 60_000)
  await insert("app.bookings", {
    ...booking,
    id: p.heldId,
    service_id: p.serviceId,
    practitioner_id: practitionerId,
    state: "held",
    hold_expires_at: holdExpiresAt,
    source: "public",
    starts_at: minutes(day, 540),
    ends_at: minutes(day, 570),
  })
  for (const [bookingId, start] of [[p.confirmedId, 475] as const, [p.heldId, 535] as const]) {
    for (const subject of [{ practitioner_id: practitionerId }, { resource_id: p.roomId }]) {
      await insert("app.allocations", {
        tenant_id: t,
        booking_id: bookingId,
        ...subject,
        starts_at: minutes(day, start),
        ends_at: minutes(day, start + 45),
        hold_expires_at: bookingId === p.heldId ? holdExpiresAt : null,
      })
    }
  }
  await insert("app.group_sessions", {
    tenant_id: t,
    id: p.groupSessionId,
    service_id: p.groupServiceId,
    practitioner_id: p.practitionerIds[1],
    location_id: p.locationId,
    starts_at: minutes(day, 480),
    ends_at: minutes(day, 540),
    wall_start: "2030-01-01T09:00",
    zone: "Europe/Berlin",
    capacity: 2,
  })
  await insert("app.allocations", {
    tenant_id: t,
    group_session_id: p.groupSessionId,
    practitioner_id: p.practitionerIds[1],
    starts_at: minutes(day, 480),
    ends_at: minutes(day, 540),
  })
  for (const [purpose, link] of Object.entries(p.links)) {
    await insert("app.booking_links", {
      tenant_id: t,
      booking_id: purpose === "hold" ? p.heldId : p.confirmedId,
      purpose,
      token_hash: Buffer.from(link.hash, "hex"),
      expires_at: purpose === "hold" ? holdExpiresAt : minutes(day, 480),
    })
  }
  await insert("app.messages", {
    tenant_id: t,
    booking_id: p.confirmedId,
    booking_version: 1,
    kind: "confirmation",
  })
  await insert("private.idempotency", {
    scope_hash: randomBytes(32),
    tenant_id: t,
    request_hash: randomBytes(32),
    sealed_answer: randomBytes(64),
  })
  await owner.query("commit")
  return p
}
