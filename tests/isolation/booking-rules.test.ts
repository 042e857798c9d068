import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import {
  act,
  allocationsOf,
  heldVisit,
  insert,
  minuteOf,
  type Step,
  visit,
} from "#tests/isolation/stage/book"
import { openStage } from "#tests/isolation/stage/open-stage"
import { mintLink, sealOperator } from "#tests/isolation/stage/plant-tenant"

const stage = await openStage()
const { here, superuser, owner } = stage
afterAll(() => stage.close())

/** A quarter of the planted day for each test, so that none is in another's way. */
let nextMinute = 720
const freeMinute = () => {
  nextMinute += 60
  return nextMinute
}

async function asOperator(...steps: Step[]): Promise<void> {
  await owner.query("begin")
  await sealOperator(owner, stage.sealKey, here.tenantId)
  for (const [text, values] of steps) await owner.query(text, values)
  await owner.query("commit")
}
const read = async (table: string, id: unknown) =>
  (await superuser.query(`select * from ${table} where id = $1`, [id])).rows[0]

/** Books a visit as reception; returns its row. */
async function booked(change: Record<string, unknown> = {}) {
  const row = visit(here, freeMinute(), change)
  const { sqlstate } = await act(stage, "reception", [
    insert("app.bookings", row),
    ...allocationsOf(here, row),
  ])
  expect(sqlstate).toBeUndefined()
  return row
}

describe("what a booking is comes from its service, not from whoever writes it", () => {
  test("price, currency, buffers and version are not columns that a request may write", async () => {
    for (const column of [
      "price_cents",
      "currency",
      "buffer_before_minutes",
      "buffer_after_minutes",
      "version",
      "created_at",
    ]) {
      for (const actor of ["reception", "guest", "job"] as const) {
        const value = column === "currency" ? "XXX" : column === "created_at" ? new Date() : 1
        const row = actor === "guest" ? heldVisit(here, 1400) : visit(here, 1400)
        const inserted = await act(stage, actor, [insert("app.bookings", { ...row, [column]: value })], {
          end: "rollback",
        })
        expect([column, inserted.sqlstate]).toEqual([column, "42501"])
        const updated = await act(stage, actor, [[`update app.bookings set ${column} = $1`, [value]]], {
          end: "rollback",
        })
        expect([column, updated.sqlstate]).toEqual([column, "42501"])
      }
    }
  })

  test("and even the owner of the database cannot insert others", async () => {
    const row = visit(here, freeMinute(), {
      price_cents: 1,
      currency: "XXX",
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      version: 9,
    })
    await asOperator(insert("app.bookings", row), ...allocationsOf(here, row))
    expect(await read("app.bookings", row.id)).toMatchObject({
      price_cents: 4200,
      currency: "EUR",
      buffer_before_minutes: 5,
      buffer_after_minutes: 10,
      version: 1,
    })
  })

  test.each([
    ["shorter than its service", { ends_at: minuteOf(here, 615) }],
    ["longer than its service", { ends_at: minuteOf(here, 645) }],
    ["a service that nobody here performs", { service_id: here.spareServiceId }],
    ["a seat without its group", { service_id: here.groupServiceId, ends_at: minuteOf(here, 660) }],
    ["a group for a visit", { group_session_id: here.groupSessionId }],
    ["no such service", { service_id: randomUUID() }],
  ])("refused (HF006): %s", async (_title, change) => {
    const { sqlstate } = await act(stage, "reception", [insert("app.bookings", visit(here, 600, change))])
    expect(sqlstate).toBe("HF006")
  })

  test("an inactive service is booked by nobody, one that is not online not by guests", async () => {
    const [offline, inactive] = [randomUUID(), randomUUID()]
    for (const [id, slug, flags] of [
      [offline, "offline", { online: false }],
      [inactive, "inactive", { active: false }],
    ] as const) {
      await asOperator(
        insert("app.services", {
          tenant_id: here.tenantId,
          id,
          slug,
          name: slug,
          duration_minutes: 30,
          price_cents: 1,
          ...flags,
        }),
        insert("app.service_practitioners", {
          tenant_id: here.tenantId,
          service_id: id,
          practitioner_id: here.practitionerIds[0],
        }),
      )
    }
    const tried = async (actor: "reception" | "guest", service_id: string) => {
      const row = actor === "guest" ? heldVisit(here, 600, { service_id }) : visit(here, 600, { service_id })
      return (await act(stage, actor, [insert("app.bookings", row)], { end: "rollback" })).sqlstate
    }
    expect(await tried("reception", offline)).toBeUndefined()
    expect(await tried("guest", offline)).toBe("HF006")
    expect(await tried("reception", inactive)).toBe("HF006")
    expect(await tried("guest", inactive)).toBe("HF006")
  })

  test("PAIN 7: a move by another path cannot change duration, service or take somebody who does not perform it", async () => {
    const row = await booked()
    const other = randomUUID()
    await asOperator(
      insert("app.practitioners", {
        tenant_id: here.tenantId,
        id: other,
        location_id: here.locationId,
        display_name: "New",
      }),
    )
    for (const set of [
      "ends_at = ends_at + interval '15 minutes'",
      "starts_at = starts_at - interval '5 minutes'",
      `practitioner_id = '${other}'`,
    ]) {
      const { sqlstate } = await act(stage, "reception", [
        [`update app.bookings set ${set} where id = $1`, [row.id]],
      ])
      expect([set, sqlstate]).toEqual([set, "HF006"])
    }
  })
})

test("history: one row per version, and nobody rewrites it", async () => {
  const row = await booked()
  const steps: Step[] = [
    ["update app.bookings set state = 'arrived' where id = $1", [row.id]],
    ["update app.bookings set wall_start = '2030-01-01T10:00' where id = $1", [row.id]],
    ["update app.bookings set state = 'completed' where id = $1", [row.id]],
  ]
  for (const step of steps) expect((await act(stage, "clinician", [step])).sqlstate).toBeUndefined()
  const { rows } = await superuser.query(
    "select version, from_state, to_state, actor_kind, actor_id from app.booking_events where booking_id = $1 order by version",
    [row.id],
  )
  const { reception, clinician } = here.people
  expect(rows).toEqual([
    { version: 1, from_state: null, to_state: "confirmed", actor_kind: "member", actor_id: reception.userId },
    {
      version: 2,
      from_state: "confirmed",
      to_state: "arrived",
      actor_kind: "member",
      actor_id: clinician.userId,
    },
    {
      version: 3,
      from_state: "arrived",
      to_state: "completed",
      actor_kind: "member",
      actor_id: clinician.userId,
    },
  ])
  for (const text of [
    "update app.booking_events set to_state = 'x'",
    "delete from app.booking_events",
    "insert into app.booking_events select * from app.booking_events",
  ]) {
    expect((await act(stage, "owner", [[text]])).sqlstate).toBe("42501")
  }
})

test("a link that is not known opens nothing", async () => {
  const { count } = await act(stage, "guest", [["select id from app.bookings"]], {
    claims: { linkHash: mintLink().hash },
  })
  expect(count).toBe(0)
})
