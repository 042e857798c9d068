import { randomBytes, randomUUID } from "node:crypto"
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
import { type Link, mintLink, sealOperator } from "#tests/isolation/stage/plant-tenant"

const stage = await openStage()
const { here, there, superuser, owner } = stage
afterAll(() => stage.close())

let nextMinute = 720
const freeMinute = () => {
  nextMinute += 60
  return nextMinute
}
const read = async (table: string, id: unknown) =>
  (await superuser.query(`select * from ${table} where id = $1`, [id])).rows[0]
const withLink = (link: Link) => ({ claims: { linkHash: link.hash } })

async function asOperator(text: string, values: unknown[] = [], tenantId = here.tenantId): Promise<void> {
  await owner.query("begin")
  await sealOperator(owner, stage.sealKey, tenantId)
  await owner.query(text, values)
  await owner.query("commit")
}

/** Holds a visit as a guest with a freshly minted link. */
async function held(change: Record<string, unknown> = {}) {
  const row = heldVisit(here, freeMinute(), change)
  const link = mintLink()
  const { sqlstate } = await act(
    stage,
    "guest",
    [insert("app.bookings", row), ...allocationsOf(here, row)],
    withLink(link),
  )
  expect(sqlstate).toBeUndefined()
  return { row, link }
}

const customer = () => ({
  tenant_id: here.tenantId,
  id: randomUUID(),
  full_name: "Ada",
  email: "ada@x.test",
  source: "public",
})
const confirm = (bookingId: unknown, customerId: string, state = "confirmed"): Step => [
  "update app.bookings set state = $1, customer_id = $2, hold_expires_at = null where id = $3",
  [state, customerId, bookingId],
]
const linkRow = (
  bookingId: unknown,
  purpose: string,
  link = mintLink(),
  expiresAt = minuteOf(here, 2000),
) => ({
  tenant_id: here.tenantId,
  booking_id: bookingId,
  purpose,
  token_hash: Buffer.from(link.hash, "hex"),
  expires_at: expiresAt,
})

/** Holds, writes the three links and confirms, as the public page does. */
async function confirmed(change: Record<string, unknown> = {}) {
  const { row, link } = await held(change)
  const links = { view: mintLink(), move: mintLink(), cancel: mintLink() }
  const who = customer()
  const { sqlstate } = await act(
    stage,
    "guest",
    [
      insert("app.customers", who),
      ...Object.entries(links).map(([purpose, one]) =>
        insert("app.booking_links", linkRow(row.id, purpose, one)),
      ),
      confirm(row.id, who.id),
    ],
    withLink(link),
  )
  expect(sqlstate).toBeUndefined()
  return { row, links, hold: link, customerId: who.id }
}

describe("a hold", () => {
  test("gets its link from the trigger, for the token that the door minted, until it expires", async () => {
    const { row, link } = await held()
    const { rows } = await superuser.query("select * from app.booking_links where booking_id = $1", [row.id])
    expect(rows).toMatchObject([
      { purpose: "hold", token_hash: Buffer.from(link.hash, "hex"), revoked_at: null },
    ])
    expect(rows[0].expires_at).toEqual((await read("app.bookings", row.id)).hold_expires_at)
  })

  test("PAIN 1: is as long as the practice says, whatever the insert says", async () => {
    const { row } = await held({ hold_expires_at: new Date(Date.now() + 365 * 86_400_000) })
    const expires: Date = (await read("app.bookings", row.id)).hold_expires_at
    expect(expires.getTime()).toBeLessThan(Date.now() + 10 * 60_000 + 5_000)
  })

  test("without a minted token is refused", async () => {
    const row = heldVisit(here, freeMinute())
    const answer = await act(stage, "guest", [insert("app.bookings", row)], {
      claims: { linkHash: undefined },
    })
    expect(answer.sqlstate).toBe("23502")
  })

  test("becomes a booking; its link dies, its customer and its three links are written", async () => {
    const { row, hold, customerId } = await confirmed()
    expect(await read("app.bookings", row.id)).toMatchObject({
      state: "confirmed",
      customer_id: customerId,
      version: 2,
      hold_expires_at: null,
    })
    const dead = await act(stage, "guest", [["select id from app.bookings"]], withLink(hold))
    expect(dead.count).toBe(0)
    const { rows } = await superuser.query(
      "select hold_expires_at from app.allocations where booking_id = $1",
      [row.id],
    )
    expect(rows).toEqual([{ hold_expires_at: null }, { hold_expires_at: null }])
  })

  test("that ran out cannot be confirmed (HF007), and can be let go", async () => {
    const { row, link } = await held({ hold_expires_at: new Date(Date.now() + 400) })
    await new Promise((resolve) => setTimeout(resolve, 500))
    // Its link is dead with it…
    const late = await act(
      stage,
      "guest",
      [insert("app.customers", customer()), confirm(row.id, here.customerId)],
      withLink(link),
    )
    expect([late.sqlstate, late.count]).toEqual([undefined, 0])
    // …and were the link still alive, the hold itself says no.
    await asOperator(
      "update app.booking_links set expires_at = now() + interval '1 minute' where booking_id = $1",
      [row.id],
    )
    const again = await act(stage, "guest", [confirm(row.id, here.customerId)], withLink(link))
    expect(again.sqlstate).toBe("HF007")
  })

  test("that ran out is cleared away by whoever comes next, only in that practice, at most fifty at once", async () => {
    const { row } = await held({ hold_expires_at: new Date(Date.now() + 300) })
    const theirs = await read("app.bookings", there.heldId)
    await superuser.query("begin; alter table app.bookings disable trigger user")
    await superuser.query(
      "update app.bookings set hold_expires_at = now() - interval '1 hour' where id = $1",
      [there.heldId],
    )
    await superuser.query(
      "alter table app.bookings enable always trigger _100_check; alter table app.bookings enable always trigger _500_follow",
    )
    await superuser.query(
      "alter table app.bookings enable always trigger _800_occupancy; alter table app.bookings enable always trigger _900_audit; commit",
    )
    await new Promise((resolve) => setTimeout(resolve, 400))
    const released = await act(stage, "guest", [["select app.release_expired_holds() as n"]])
    expect(Number(released.rows[0]?.n)).toBeGreaterThanOrEqual(1)
    expect(await read("app.bookings", row.id)).toMatchObject({
      state: "cancelled",
      cancel_reason: "hold_expired",
    })
    const { rows } = await superuser.query(
      "select count(*)::int as n from app.allocations where booking_id = $1 and released_at is null",
      [row.id],
    )
    expect(rows).toEqual([{ n: 0 }])
    expect((await read("app.bookings", there.heldId)).state).toBe(theirs.state)
    const again = { ...row, id: randomUUID(), hold_expires_at: new Date(Date.now() + 60_000) }
    const steps = [insert("app.bookings", again), ...allocationsOf(here, again)]
    expect((await act(stage, "guest", steps)).sqlstate).toBeUndefined()
  })

  test("is not prolonged by its own link", async () => {
    const { row, link } = await held()
    const longer = await act(
      stage,
      "guest",
      [["update app.bookings set hold_expires_at = now() + interval '1 day' where id = $1", [row.id]]],
      withLink(link),
    )
    expect(longer.sqlstate).toBe("42501")
  })
})

describe("links", () => {
  test("a guest writes none to a booking that is not its own hold, and no hold's link at all (42501)", async () => {
    const { row, link } = await held()
    const tries: [string, Record<string, unknown>][] = [
      ["another's booking", linkRow(here.confirmedId, "cancel")],
      ["another's hold", linkRow(here.heldId, "view")],
      ["a second hold link to its own", linkRow(row.id, "hold")],
    ]
    for (const [what, tried] of tries) {
      const answer = await act(stage, "guest", [insert("app.booking_links", tried)], withLink(link))
      expect([what, answer.sqlstate]).toEqual([what, "42501"])
    }
    const staff = await act(stage, "reception", [
      insert("app.booking_links", linkRow(here.confirmedId, "hold")),
    ])
    expect(staff.sqlstate).toBe("42501")
  })

  test("PAIN 14: a view link changes nothing, a cancel link does not move, a move link does not cancel", async () => {
    const { row, links } = await confirmed()
    const cancel: Step = [
      "update app.bookings set state = 'cancelled', cancel_reason = 'by_customer' where id = $1",
      [row.id],
    ]
    const move: Step = ["update app.bookings set wall_start = '2030-01-01T11:00' where id = $1", [row.id]]
    const said = async (link: Link, step: Step) => {
      const answer = await act(stage, "guest", [step], { end: "rollback", ...withLink(link) })
      return answer.sqlstate ?? `${answer.count} rows`
    }
    expect([await said(links.view, cancel), await said(links.view, move)]).toEqual(["0 rows", "0 rows"])
    expect([await said(links.move, cancel), await said(links.move, move)]).toEqual(["42501", "1 rows"])
    expect([await said(links.cancel, cancel), await said(links.cancel, move)]).toEqual(["1 rows", "42501"])
  })

  test("a link does not hand a booking to another person, and shows no other booking", async () => {
    const { row, links } = await confirmed()
    const hand = await act(
      stage,
      "guest",
      [["update app.bookings set customer_id = $1 where id = $2", [here.customerId, row.id]]],
      withLink(links.move),
    )
    expect(hand.sqlstate).toBe("HF006")
    const seen = await act(stage, "guest", [["select id from app.bookings"]], withLink(links.view))
    expect(seen.rows).toEqual([{ id: row.id }])
    expect(
      (await act(stage, "guest", [["select * from app.customers"]], withLink(links.view))).sqlstate,
    ).toBe("42501")
  })

  test("expired or revoked, it opens nothing; cancelling kills moving and cancelling", async () => {
    const { row, links } = await confirmed()
    const sees = async (link: Link) =>
      (await act(stage, "guest", [["select id from app.bookings"]], withLink(link))).count
    await act(
      stage,
      "guest",
      [
        [
          "update app.bookings set state = 'cancelled', cancel_reason = 'by_customer' where id = $1",
          [row.id],
        ],
      ],
      withLink(links.cancel),
    )
    expect([await sees(links.view), await sees(links.move), await sees(links.cancel)]).toEqual([1, 0, 0])
    await asOperator(
      "update app.booking_links set expires_at = now() - interval '1 second' where booking_id = $1",
      [row.id],
    )
    expect(await sees(links.view)).toBe(0)
  })
})

describe("the practice's policy", () => {
  const set = (change: string) =>
    asOperator(`update app.tenants set ${change} where tenant_id = '${here.tenantId}'`)

  test("too late (HF005): a guest neither moves nor cancels within the notice; staff may", async () => {
    const { row, links } = await confirmed()
    await set("change_notice_minutes = 20160")
    try {
      const cancel: Step = [
        "update app.bookings set state = 'cancelled', cancel_reason = 'by_customer' where id = $1",
        [row.id],
      ]
      const move: Step = [
        "update app.bookings set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = $1",
        [row.id],
      ]
      expect((await act(stage, "guest", [cancel], withLink(links.cancel))).sqlstate).toBe("HF005")
      expect((await act(stage, "guest", [move], withLink(links.move))).sqlstate).toBe("HF005")
      expect((await act(stage, "reception", [cancel], { end: "rollback" })).sqlstate).toBeUndefined()
      const fresh = await held()
      const letGo: Step = [
        "update app.bookings set state = 'cancelled', cancel_reason = 'hold_released', hold_expires_at = null where id = $1",
        [fresh.row.id],
      ]
      expect((await act(stage, "guest", [letGo], withLink(fresh.link))).sqlstate).toBeUndefined()
    } finally {
      await set("change_notice_minutes = 1440")
    }
  })

  test("needs approval: a guest's hold becomes a request, never a confirmed booking (HF003)", async () => {
    await set("needs_approval = true")
    try {
      const { row, link } = await held()
      const who = customer()
      const as = (state: string) =>
        act(stage, "guest", [insert("app.customers", who), confirm(row.id, who.id, state)], withLink(link))
      expect((await as("confirmed")).sqlstate).toBe("HF003")
      expect((await as("pending")).sqlstate).toBeUndefined()
      expect(
        (
          await act(stage, "reception", [
            ["update app.bookings set state = 'confirmed' where id = $1", [row.id]],
          ])
        ).sqlstate,
      ).toBeUndefined()
    } finally {
      await set("needs_approval = false")
    }
  })
})

describe("groups: seats are counted by a constraint", () => {
  const seat = () =>
    visit(here, 480, {
      service_id: here.groupServiceId,
      practitioner_id: here.practitionerIds[1],
      group_session_id: here.groupSessionId,
      ends_at: minuteOf(here, 540),
    })
  const seatsTaken = async () => (await read("app.group_sessions", here.groupSessionId)).seats_taken

  test("two take the two seats, the third is refused, a cancelled seat is free again", async () => {
    const [first, second, third] = [seat(), seat(), seat()]
    expect((await act(stage, "reception", [insert("app.bookings", first)])).sqlstate).toBeUndefined()
    expect((await act(stage, "reception", [insert("app.bookings", second)])).sqlstate).toBeUndefined()
    const full = await act(stage, "reception", [insert("app.bookings", third)])
    expect([full.sqlstate, full.constraint]).toEqual(["23514", "group_sessions_seats"])
    await act(stage, "reception", [
      [
        "update app.bookings set state = 'cancelled', cancel_reason = 'by_practice' where id = $1",
        [first.id],
      ],
    ])
    expect(await seatsTaken()).toBe(1)
    expect((await act(stage, "reception", [insert("app.bookings", third)])).sqlstate).toBeUndefined()
    expect(await seatsTaken()).toBe(2)
  })

  test("a seat is at the group's time and with its practitioner (HF002); a cancelled group takes nobody (HF006)", async () => {
    await superuser.query("begin")
    await superuser.query("rollback")
    const later = { ...seat(), starts_at: minuteOf(here, 490), ends_at: minuteOf(here, 550) }
    const id = randomUUID()
    const session = {
      tenant_id: here.tenantId,
      id,
      service_id: here.groupServiceId,
      practitioner_id: here.practitionerIds[1],
      location_id: here.locationId,
      starts_at: minuteOf(here, 480),
      ends_at: minuteOf(here, 540),
      wall_start: "2030-01-01T09:00",
      zone: "Europe/Berlin",
      capacity: 5,
    }
    expect(
      (
        await act(stage, "reception", [
          insert("app.group_sessions", session),
          insert("app.bookings", { ...later, group_session_id: id }),
        ])
      ).sqlstate,
    ).toBe("HF002")
    const cancelled: Step = ["update app.group_sessions set cancelled_at = now() where id = $1", [id]]
    const steps = [
      insert("app.group_sessions", session),
      cancelled,
      insert("app.bookings", { ...seat(), group_session_id: id }),
    ]
    expect((await act(stage, "reception", steps)).sqlstate).toBe("HF006")
  })

  test("nobody writes the count or the capacity of a session that exists", async () => {
    for (const set of ["seats_taken = 0", "capacity = 200"]) {
      expect((await act(stage, "owner", [[`update app.group_sessions set ${set}`]])).sqlstate).toBe("42501")
    }
  })
})

test("PAIN 11: a guest writes a new customer and can neither read nor overwrite one, known or not", async () => {
  const known = { ...customer(), email: "canary@here.test" }
  expect((await act(stage, "guest", [insert("app.customers", known)])).sqlstate).toBeUndefined()
  const desk = await act(stage, "guest", [insert("app.customers", { ...customer(), source: "desk" })])
  expect(desk.sqlstate).toBe("42501")
  for (const text of [
    "select 1 from app.customers",
    "update app.customers set full_name = 'x'",
    "delete from app.customers",
  ]) {
    expect((await act(stage, "guest", [[text]])).sqlstate).toBe("42501")
  }
  const returning = insert("app.customers", customer())
  expect((await act(stage, "guest", [[`${returning[0]} returning full_name`, returning[1]]])).sqlstate).toBe(
    "42501",
  )
})

test("a token's hash is 32 bytes: the token itself does not fit", async () => {
  const answer = await act(stage, "reception", [
    insert("app.booking_links", { ...linkRow(here.confirmedId, "view"), token_hash: randomBytes(43) }),
  ])
  expect(answer.sqlstate).toBe("23514")
})
