import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import type { StaffPermission } from "#lib/access/permissions"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { bookCaller } from "#lib/bookings/book-caller"
import { cancelBooking } from "#lib/bookings/cancel-booking"
import { changeBookingState } from "#lib/bookings/change-booking-state"
import { listDay, readDayPulse } from "#lib/bookings/list-day"
import { listFreeTimes } from "#lib/bookings/list-free-times"
import { moveBooking } from "#lib/bookings/move-booking"
import { moveBookingBack } from "#lib/bookings/move-booking-back"
import { readBooking } from "#lib/bookings/read-booking"
import { restoreBooking } from "#lib/bookings/restore-booking"
import { readBookableCustomer } from "#lib/customers/read-bookable-customer"
import { readCustomer } from "#lib/customers/read-customer"
import { searchCustomers } from "#lib/customers/search-customers"
import { pool } from "#lib/db/pool"
import type { Tx } from "#lib/db/transaction"
import { enter } from "#lib/entry/enter"
import { enterAsPerson } from "#lib/entry/enter-as-person"
import { listOwnPractices } from "#lib/members/list-own-practices"
import { readOwnDesk } from "#lib/members/read-own-desk"
import { openStage } from "#tests/isolation/stage/open-stage"
import type { Person } from "#tests/isolation/stage/plant-tenant"

const stage = await openStage()
const { here, there, superuser } = stage
afterAll(async () => {
  await pool().end()
  await stage.close()
})

type Who = "owner" | "reception" | "clinician" | "billing" | "suspended"

/** Runs a verb of the desk as the door of the desk would. */
function at<P extends StaffPermission, T, C extends RefusalCode>(
  permission: P,
  verb: (tx: Tx<P>) => Promise<Outcome<T, C>>,
  who: Who = "reception",
): Promise<Outcome<T, RefusalCode>> {
  const { userId, sessionId } = here.people[who]
  return enter(
    {
      permission,
      kind: "member",
      tenantId: here.tenantId,
      actorId: userId,
      sessionId,
      purpose: "test",
      requestId: randomUUID(),
    },
    verb,
  )
}
async function must<T>(answer: Promise<Outcome<T, RefusalCode>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(`refused: ${outcome.code}`)
  return outcome.value
}

/** A Monday, when the planted practitioner works, within the horizon and past the notice. */
const monday = (() => {
  const day = new Date(Date.now() + 14 * 86_400_000)
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7))
  return day.toISOString().slice(0, 10)
})()
const practitionerId = here.practitionerIds[0]
const freeAt = async (n: number, exceptBookingId?: string) => {
  const free = await must(
    at("bookings:write", (tx) =>
      listFreeTimes(tx, { serviceId: here.serviceId, date: monday, exceptBookingId }),
    ),
  )
  const time = free.times[n]
  if (!time) throw new Error("no such time")
  return { serviceId: here.serviceId, practitionerId, startsAt: new Date(time.startsAt) }
}
const caller = { fullName: "Grace Hopper", phone: "+49 170 5550101", locale: "en" as const }
const book = async (n = 0) =>
  must(at("bookings:write", async (tx) => bookCaller(tx, { ...(await freeAt(n)), caller })))
const seen = (bookingId: string) => must(at("bookings:read", (tx) => readBooking(tx, { bookingId })))

describe("PAIN 12: a caller is booked at the desk", () => {
  test("somebody new with a telephone alone; the day, the card and the search show it", async () => {
    const before = await must(at("bookings:read", (tx) => readDayPulse(tx, { date: monday })))
    const { bookingId, customerId } = await book()
    const day = await must(at("bookings:read", (tx) => listDay(tx, { date: monday })))
    expect(day.bookings.find(({ id }) => id === bookingId)).toMatchObject({
      state: "confirmed",
      customerName: "Grace Hopper",
      source: "desk",
      priceCents: 4200,
    })
    expect(day.pulse).not.toBe(before.pulse)
    expect(day.hours.get(practitionerId)?.length).toBeGreaterThan(0)
    const card = await must(at("customers:read", (tx) => readCustomer(tx, { customerId })))
    expect(card.visits.map(({ id }) => id)).toEqual([bookingId])
    for (const text of ["hopper", "GRACE", "0170 5550101", "5550101"]) {
      const hits = await must(at("customers:read", (tx) => searchCustomers(tx, { text })))
      expect([text, hits.map(({ id }) => id).includes(customerId)]).toEqual([text, true])
    }
    for (const text of ["%", "_", "\\", "'; drop table app.customers; --"]) {
      expect([text, await must(at("customers:read", (tx) => searchCustomers(tx, { text })))]).toEqual([
        text,
        [],
      ])
    }
  })

  test("somebody known; nobody without a way to be reached, unknown or of another practice", async () => {
    const slot = await freeAt(0)
    const tried = (who: object) =>
      at("bookings:write", (tx) => bookCaller(tx, { ...slot, caller: who as typeof caller }))
    expect(await tried({ customerId: there.customerId })).toMatchObject({ code: "NOT_FOUND" })
    expect(await tried({ customerId: randomUUID() })).toMatchObject({ code: "NOT_FOUND" })
    expect(await tried({ fullName: "Nobody", locale: "en" })).toMatchObject({
      code: "INVALID_INPUT",
      fields: ["phone"],
    })
    expect(await tried({ customerId: here.customerId })).toMatchObject({
      ok: true,
      value: { customerId: here.customerId },
    })
    expect(await tried({ customerId: here.customerId })).toMatchObject({ ok: false })
    const known = await must(
      at("bookings:write", (tx) => readBookableCustomer(tx, { customerId: here.customerId })),
    )
    expect(known.fullName).toContain("Canary")
  })

  test("a role that may not, does not", async () => {
    const slot = await freeAt(0)
    const tried = (who: Who) => at("bookings:write", (tx) => bookCaller(tx, { ...slot, caller }), who)
    expect(await tried("billing")).toMatchObject({ code: "FORBIDDEN" })
    expect(await tried("suspended")).toMatchObject({ code: "FORBIDDEN" })
    // A clinician books, and writes no new customer down.
    expect(await tried("clinician")).toMatchObject({ code: "FORBIDDEN" })
  })
})

describe("steps of a booking, and each of them back", () => {
  const step = (bookingId: string, version: number, to: "confirmed" | "arrived" | "completed" | "no-show") =>
    at("bookings:write", (tx) => changeBookingState(tx, { bookingId, version, to }))
  const restore = (bookingId: string, version: number) =>
    at("bookings:write", (tx) => restoreBooking(tx, { bookingId, version }))

  test("arrived, completed, back to arrived: it occupies its time again", async () => {
    const { bookingId } = await book()
    const { version: arrived } = await must(step(bookingId, 1, "arrived"))
    const { version: completed } = await must(step(bookingId, arrived, "completed"))
    expect(await restore(bookingId, arrived)).toMatchObject({ code: "STALE" })
    await must(restore(bookingId, completed))
    const booking = await seen(bookingId)
    expect([booking.state, booking.resources]).toEqual(["arrived", ["Room 1"]])
    expect(booking.events.map(({ toState }) => toState)).toEqual([
      "confirmed",
      "arrived",
      "completed",
      "arrived",
    ])
  })

  test("no-show and back; cancelled and back, unless somebody has taken the time", async () => {
    const { bookingId } = await book()
    const { startsAt } = await seen(bookingId)
    const { version } = await must(step(bookingId, 1, "no-show"))
    const back = await must(restore(bookingId, version))
    const cancelled = await must(
      at("bookings:write", (tx) => cancelBooking(tx, { bookingId, version: back.version })),
    )
    const again = { serviceId: here.serviceId, practitionerId, startsAt: new Date(startsAt), caller }
    await must(at("bookings:write", (tx) => bookCaller(tx, again)))
    expect(await restore(bookingId, cancelled.version)).toMatchObject({ code: "SLOT_TAKEN" })
    expect((await seen(bookingId)).state).toBe("cancelled")
  })

  test("a step that the state does not allow, a stale screen, a booking that is not there or not ours", async () => {
    const { bookingId } = await book()
    expect(await step(bookingId, 1, "completed")).toMatchObject({ code: "ILLEGAL_TRANSITION" })
    expect(await step(bookingId, 9, "arrived")).toMatchObject({ code: "STALE" })
    for (const id of [randomUUID(), there.confirmedId]) {
      expect(await step(id, 1, "arrived")).toMatchObject({ code: "NOT_FOUND" })
      expect(await restore(id, 1)).toMatchObject({ code: "NOT_FOUND" })
      expect(
        await at("bookings:write", (tx) => cancelBooking(tx, { bookingId: id, version: 1 })),
      ).toMatchObject({ code: "NOT_FOUND" })
      expect(await at("bookings:read", (tx) => readBooking(tx, { bookingId: id }))).toMatchObject({
        code: "NOT_FOUND",
      })
      expect(
        await at("bookings:write", async (tx) =>
          moveBooking(tx, { ...(await freeAt(0)), bookingId: id, version: 1 }),
        ),
      ).toMatchObject({ code: "NOT_FOUND" })
      expect(
        await at("bookings:write", (tx) => moveBookingBack(tx, { bookingId: id, version: 1 })),
      ).toMatchObject({ code: "NOT_FOUND" })
    }
    expect(await restore(bookingId, 1)).toMatchObject({ code: "ILLEGAL_TRANSITION" })
    expect(
      await at("customers:read", (tx) => readCustomer(tx, { customerId: there.customerId })),
    ).toMatchObject({ code: "NOT_FOUND" })
  })

  test("moved, and moved back", async () => {
    const { bookingId } = await book()
    const before = await seen(bookingId)
    const target = await freeAt(1, bookingId)
    const moved = await must(
      at("bookings:write", (tx) => moveBooking(tx, { ...target, bookingId, version: 1 })),
    )
    expect(new Date((await seen(bookingId)).startsAt)).toEqual(target.startsAt)
    expect(await at("bookings:write", (tx) => moveBookingBack(tx, { bookingId, version: 1 }))).toMatchObject({
      code: "STALE",
    })
    await must(at("bookings:write", (tx) => moveBookingBack(tx, { bookingId, version: moved.version })))
    expect((await seen(bookingId)).startsAt).toBe(before.startsAt)
    const { rows } = await superuser.query(
      "select count(*)::int as n from app.allocations where booking_id = $1 and released_at is null",
      [bookingId],
    )
    expect(rows).toEqual([{ n: 2 }])
    const fresh = await book()
    expect(
      await at("bookings:write", (tx) => moveBookingBack(tx, { bookingId: fresh.bookingId, version: 1 })),
    ).toMatchObject({ code: "ILLEGAL_TRANSITION" })
  })
})

describe("who is at the desk", () => {
  test("sees what may be offered", async () => {
    const desk = (who: Who) => must(at("bookings:read", (tx) => readOwnDesk(tx), who))
    expect((await desk("reception")).may).toEqual({
      writeBookings: true,
      readCustomers: true,
      writeCustomers: true,
    })
    expect((await desk("clinician")).may).toEqual({
      writeBookings: true,
      readCustomers: true,
      writeCustomers: false,
    })
    expect(await desk("billing")).toMatchObject({
      person: { role: "billing" },
      may: { writeBookings: false, writeCustomers: false },
    })
  })
  test("finds their practices before one is chosen, and nothing else", async () => {
    const practices = (person: Person) => enterAsPerson({ ...person, email: "" }, listOwnPractices)
    expect(await practices(here.people.owner)).toMatchObject({
      ok: true,
      value: [{ slug: "here", role: "owner" }],
    })
    for (const person of [here.people.signedOut, here.people.suspended])
      expect(await practices(person)).toEqual({ ok: true, value: [] })
  })
})
