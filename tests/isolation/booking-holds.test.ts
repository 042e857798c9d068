import { randomBytes, randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import { act, allocationsOf, heldVisit, insert } from "#tests/isolation/stage/book"
import {
  asOperator,
  confirm,
  confirmStep,
  customerOf,
  freeMinute,
  hold,
  linkRow,
  withLink,
} from "#tests/isolation/stage/hold"
import { openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, there, superuser } = stage
afterAll(() => stage.close())

const read = async (table: string, id: unknown) =>
  (await superuser.query(`select * from ${table} where id = $1`, [id])).rows[0]

describe("a hold", () => {
  test("gets its link from the trigger, for the token that the door minted, until it expires", async () => {
    const { row, link } = await hold(stage)
    const { rows } = await superuser.query("select * from app.booking_links where booking_id = $1", [row.id])
    expect(rows).toMatchObject([
      { purpose: "hold", token_hash: Buffer.from(link.hash, "hex"), revoked_at: null },
    ])
    expect(rows[0].expires_at).toEqual((await read("app.bookings", row.id)).hold_expires_at)
  })

  test("PAIN 1: is as long as the practice says, whatever the insert says", async () => {
    const { row } = await hold(stage, { hold_expires_at: new Date(Date.now() + 365 * 86_400_000) })
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
    const { row, hold, customerId } = await confirm(stage)
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
    const { row, link } = await hold(stage, { hold_expires_at: new Date(Date.now() + 400) })
    await new Promise((resolve) => setTimeout(resolve, 500))
    // Its link is dead with it…
    const late = await act(
      stage,
      "guest",
      [insert("app.customers", customerOf(stage)), confirmStep(row.id, here.customerId)],
      withLink(link),
    )
    expect([late.sqlstate, late.count]).toEqual([undefined, 0])
    // …and were the link still alive, the hold itself says no.
    await asOperator(stage, [
      "update app.booking_links set expires_at = now() + interval '1 minute' where booking_id = $1",
      [row.id],
    ])
    const again = await act(stage, "guest", [confirmStep(row.id, here.customerId)], withLink(link))
    expect(again.sqlstate).toBe("HF007")
  })

  test("that ran out is cleared away by whoever comes next, only in that practice, at most fifty at once", async () => {
    const { row } = await hold(stage, { hold_expires_at: new Date(Date.now() + 300) })
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
    const { row, link } = await hold(stage)
    const longer = await act(
      stage,
      "guest",
      [["update app.bookings set hold_expires_at = now() + interval '1 day' where id = $1", [row.id]]],
      withLink(link),
    )
    expect(longer.sqlstate).toBe("42501")
  })
})

test("PAIN 11: a guest writes a new customer and can neither read nor overwrite one, known or not", async () => {
  const known = { ...customerOf(stage), email: "canary@here.test" }
  expect((await act(stage, "guest", [insert("app.customers", known)])).sqlstate).toBeUndefined()
  const desk = await act(stage, "guest", [insert("app.customers", { ...customerOf(stage), source: "desk" })])
  expect(desk.sqlstate).toBe("42501")
  for (const text of [
    "select 1 from app.customers",
    "update app.customers set full_name = 'x'",
    "delete from app.customers",
  ]) {
    expect((await act(stage, "guest", [[text]])).sqlstate).toBe("42501")
  }
  const returning = insert("app.customers", customerOf(stage))
  expect((await act(stage, "guest", [[`${returning[0]} returning full_name`, returning[1]]])).sqlstate).toBe(
    "42501",
  )
})

test("a token's hash is 32 bytes: the token itself does not fit", async () => {
  const answer = await act(stage, "reception", [
    insert("app.booking_links", { ...linkRow(stage, here.confirmedId, "view"), token_hash: randomBytes(43) }),
  ])
  expect(answer.sqlstate).toBe("23514")
})
