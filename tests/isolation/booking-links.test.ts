import { afterAll, describe, expect, test } from "vitest"
import { act, insert, type Step } from "#tests/isolation/stage/book"
import {
  asOperator,
  confirm,
  confirmStep,
  customerOf,
  hold,
  linkRow,
  withLink,
} from "#tests/isolation/stage/hold"
import { openStage } from "#tests/isolation/stage/open-stage"
import type { Link } from "#tests/isolation/stage/plant-tenant"

const stage = await openStage()
const { here, superuser } = stage
afterAll(() => stage.close())

const _read = async (table: string, id: unknown) =>
  (await superuser.query(`select * from ${table} where id = $1`, [id])).rows[0]

describe("links", () => {
  test("a guest writes none to a booking that is not its own hold, and no hold's link at all (42501)", async () => {
    const { row, link } = await hold(stage)
    const tries: [string, Record<string, unknown>][] = [
      ["another's booking", linkRow(stage, here.confirmedId, "cancel")],
      ["another's hold", linkRow(stage, here.heldId, "view")],
      ["a second hold link to its own", linkRow(stage, row.id, "hold")],
    ]
    for (const [what, tried] of tries) {
      const answer = await act(stage, "guest", [insert("app.booking_links", tried)], withLink(link))
      expect([what, answer.sqlstate]).toEqual([what, "42501"])
    }
    const staff = await act(stage, "reception", [
      insert("app.booking_links", linkRow(stage, here.confirmedId, "hold")),
    ])
    expect(staff.sqlstate).toBe("42501")
  })

  test("PAIN 14: a view link changes nothing, a cancel link does not move, a move link does not cancel", async () => {
    const { row, links } = await confirm(stage)
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
    const { row, links } = await confirm(stage)
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
    const { row, links } = await confirm(stage)
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
    await asOperator(stage, [
      "update app.booking_links set expires_at = now() - interval '1 second' where booking_id = $1",
      [row.id],
    ])
    expect(await sees(links.view)).toBe(0)
  })
})

describe("the practice's policy", () => {
  const set = (change: string) =>
    asOperator(stage, [`update app.tenants set ${change} where tenant_id = '${here.tenantId}'`])

  test("too late (HF005): a guest neither moves nor cancels within the notice; staff may", async () => {
    const { row, links } = await confirm(stage)
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
      const fresh = await hold(stage)
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
      const { row, link } = await hold(stage)
      const who = customerOf(stage)
      const as = (state: string) =>
        act(
          stage,
          "guest",
          [insert("app.customers", who), confirmStep(row.id, who.id, state)],
          withLink(link),
        )
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
