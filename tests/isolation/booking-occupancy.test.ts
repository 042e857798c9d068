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
import { sealOperator } from "#tests/isolation/stage/plant-tenant"

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

describe("a booking that is committed really occupies (HF002)", () => {
  const without = (n: number) => (steps: Step[]) => steps.filter((_, i) => i !== n)
  const cases: [string, (row: Record<string, unknown>) => Step[]][] = [
    ["nothing at all", () => []],
    ["no practitioner", (row) => without(0)(allocationsOf(here, row))],
    ["no room", (row) => without(1)(allocationsOf(here, row))],
    [
      "another practitioner",
      (row) => allocationsOf(here, { ...row, practitioner_id: here.practitionerIds[1] }),
    ],
    [
      "a time without the buffers",
      (row) => allocationsOf(here, row, { starts_at: row.starts_at, ends_at: row.ends_at }),
    ],
    [
      "a room without the buffers",
      (row) => [
        ...without(1)(allocationsOf(here, row)),
        ...without(0)(allocationsOf(here, row, { starts_at: row.starts_at, ends_at: row.ends_at })),
      ],
    ],
    [
      "an hour more than its own",
      (row) => [
        ...allocationsOf(here, row),
        insert("app.allocations", {
          tenant_id: here.tenantId,
          booking_id: row.id,
          practitioner_id: here.practitionerIds[1],
          starts_at: minuteOf(here, 60),
          ends_at: minuteOf(here, 120),
        }),
      ],
    ],
  ]
  test.each(cases)("%s", async (_title, steps) => {
    const row = visit(here, freeMinute())
    const { sqlstate } = await act(stage, "reception", [insert("app.bookings", row), ...steps(row)])
    expect(sqlstate).toBe("HF002")
    expect(await read("app.bookings", row.id)).toBeUndefined()
  })

  test("a guest's hold is held to the same, and cannot take somebody else's time with it", async () => {
    const row = heldVisit(here, freeMinute())
    expect((await act(stage, "guest", [insert("app.bookings", row)])).sqlstate).toBe("HF002")
    const [practitioner, room] = allocationsOf(here, row)
    const more = insert("app.allocations", {
      tenant_id: here.tenantId,
      booking_id: row.id,
      practitioner_id: here.practitionerIds[1],
      starts_at: minuteOf(here, 0),
      ends_at: minuteOf(here, 400),
    })
    const steps = [insert("app.bookings", row), practitioner, room, more] as Step[]
    expect((await act(stage, "guest", steps)).sqlstate).toBe("HF002")
    expect((await act(stage, "guest", steps.slice(0, 3))).sqlstate).toBeUndefined()
  })

  test("giving the time back while the booking stands is refused", async () => {
    const row = await booked()
    const { sqlstate } = await act(stage, "reception", [
      [
        "update app.allocations set released_at = now() where booking_id = $1 and resource_id is not null",
        [row.id],
      ],
    ])
    expect(sqlstate).toBe("HF002")
  })

  test("a move takes the service's present buffers, and leaves nothing behind", async () => {
    const row = await booked()
    await asOperator(["update app.services set buffer_before_minutes = 10 where id = $1", [here.serviceId]])
    try {
      const to = { ...row, starts_at: minuteOf(here, freeMinute()), ends_at: minuteOf(here, nextMinute + 30) }
      const moved: Step = [
        "update app.bookings set starts_at = $1, ends_at = $2 where id = $3",
        [to.starts_at, to.ends_at, row.id],
      ]
      const release: Step = ["update app.allocations set released_at = now() where booking_id = $1", [row.id]]
      const range = { starts_at: new Date(to.starts_at.getTime() - 600_000) }
      expect((await act(stage, "reception", [moved, ...allocationsOf(here, to, range)])).sqlstate).toBe(
        "HF002",
      )
      expect((await act(stage, "reception", [release, moved, ...allocationsOf(here, to)])).sqlstate).toBe(
        "HF002",
      )
      expect(
        (await act(stage, "reception", [release, moved, ...allocationsOf(here, to, range)])).sqlstate,
      ).toBeUndefined()
    } finally {
      await asOperator(["update app.services set buffer_before_minutes = 5 where id = $1", [here.serviceId]])
    }
  })

  test("a requirement that is added later does not strand those who are booked, and binds those who come", async () => {
    const row = await booked()
    await asOperator(
      insert("app.service_resource_kinds", {
        tenant_id: here.tenantId,
        service_id: here.serviceId,
        kind: "laser",
      }),
    )
    try {
      const arrive: Step = ["update app.bookings set state = 'arrived' where id = $1", [row.id]]
      expect((await act(stage, "reception", [arrive])).sqlstate).toBeUndefined()
      const next = visit(here, freeMinute())
      const steps = [insert("app.bookings", next), ...allocationsOf(here, next)]
      expect((await act(stage, "reception", steps)).sqlstate).toBe("HF002")
    } finally {
      await asOperator(["delete from app.service_resource_kinds where kind = 'laser'"])
    }
  })

  test("leaving an occupying state frees the time at once, and it can be taken", async () => {
    const row = await booked()
    const cancel: Step = [
      "update app.bookings set state = 'cancelled', cancel_reason = 'by_practice' where id = $1",
      [row.id],
    ]
    expect((await act(stage, "reception", [cancel])).sqlstate).toBeUndefined()
    const again = { ...row, id: randomUUID() }
    expect(
      (await act(stage, "reception", [insert("app.bookings", again), ...allocationsOf(here, again)]))
        .sqlstate,
    ).toBeUndefined()
    // The first one cannot come back to a time that is somebody else's by now.
    const back: Step[] = [
      ["update app.bookings set state = 'confirmed', cancel_reason = null where id = $1", [row.id]],
      ["update app.allocations set released_at = null where booking_id = $1", [row.id]],
    ]
    expect((await act(stage, "reception", back)).sqlstate).toBe("23P01")
  })
})

describe("PAIN 1: two people never get one time (23P01), also by a raw insert that skips every check", () => {
  test.each([
    ["the same time", 0, true],
    ["a minute into it", 1, true],
    ["within the buffer after", 44, true],
    ["right behind the buffers", 45, false],
    ["right before the buffers", -45, false],
    ["within the buffer before", -44, true],
  ])("%s", async (_title, shift, collides) => {
    const row = await booked({})
    const other = visit(here, 0)
    Object.assign(other, {
      starts_at: new Date((row.starts_at as Date).getTime() + shift * 60_000),
      ends_at: new Date((row.ends_at as Date).getTime() + shift * 60_000),
    })
    const answer = await act(
      stage,
      "reception",
      [insert("app.bookings", other), ...allocationsOf(here, other)],
      { end: "rollback" },
    )
    expect(answer.sqlstate).toBe(collides ? "23P01" : undefined)
    if (collides) expect(answer.constraint).toBe("allocations_never_overlap")
    nextMinute += 60
  })

  test("PAIN 9: another practitioner in the same room collides too", async () => {
    const row = await booked()
    const other = { ...row, id: randomUUID(), practitioner_id: here.practitionerIds[1] }
    const answer = await act(stage, "reception", [
      insert("app.bookings", other),
      ...allocationsOf(here, other),
    ])
    expect(answer.sqlstate).toBe("23P01")
  })
})
