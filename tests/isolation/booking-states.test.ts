import { afterAll, describe, expect, test } from "vitest"
import { act, force, insert, visit } from "#tests/isolation/stage/book"
import { openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, superuser } = stage
afterAll(() => stage.close())

const states = ["held", "pending", "confirmed", "arrived", "completed", "cancelled", "no-show"] as const
type State = (typeof states)[number]

const walk: readonly [State, State][] = [
  ["held", "pending"],
  ["held", "confirmed"],
  ["held", "cancelled"],
  ["pending", "confirmed"],
  ["pending", "cancelled"],
  ["confirmed", "arrived"],
  ["confirmed", "cancelled"],
  ["confirmed", "no-show"],
  ["arrived", "completed"],
]
const undo: readonly [State, State][] = [
  ["arrived", "confirmed"],
  ["completed", "arrived"],
  ["no-show", "confirmed"],
  ["cancelled", "confirmed"],
]
const pairs = states.flatMap((from) => states.filter((to) => to !== from).map((to) => [from, to] as const))
const has = (list: readonly [State, State][], from: State, to: State) =>
  list.some(([a, b]) => a === from && b === to)

/** The update that takes a booking there, with what the table's checks want beside the state. */
function step(to: State, bookingId: string): [string, unknown[]] {
  const customer = to === "held" ? "null" : `'${here.customerId}'`
  const reason = to === "cancelled" ? "'by_practice'" : "null"
  const expires = to === "held" ? "now() + interval '5 minutes'" : "null"
  return [
    `update app.bookings set state = $1, customer_id = coalesce(customer_id, ${customer}), cancel_reason = ${reason}, hold_expires_at = ${expires} where id = $2`,
    [to, bookingId],
  ]
}

describe("every pair of states, by staff and by a job: the database knows the way", () => {
  test.each(pairs)("%s → %s", async (from, to) => {
    await force(stage, here.confirmedId, from)
    for (const actor of ["reception", "job"] as const) {
      const answer = await act(stage, actor, [step(to, here.confirmedId)], { end: "rollback" })
      const allowed = has(walk, from, to) || has(undo, from, to)
      expect([actor, answer.sqlstate ?? "done"]).toEqual([actor, allowed ? "done" : "HF003"])
    }
  })
})

describe("every pair of states, by a guest with each link: only what the link is for", () => {
  /** What one link may do, and from where. */
  const powers: Record<string, (from: State, to: State) => boolean> = {
    "guest-hold": (from, to) => from === "held" && ["pending", "confirmed", "cancelled"].includes(to),
    "guest-cancel": (from, to) => ["pending", "confirmed"].includes(from) && to === "cancelled",
    "guest-move": () => false,
    "guest-view": () => false,
  }
  /** All four links name the one booking; the hold's lives while it is held, the others from then on. */
  async function deal(from: State): Promise<void> {
    await superuser.query("begin; alter table app.booking_links disable trigger user")
    await superuser.query(
      `update app.booking_links set booking_id = $1, revoked_at = case when (purpose = 'hold') = $3 then null else now() end
       where tenant_id = $2`,
      [here.confirmedId, here.tenantId, from === "held"],
    )
    await superuser.query("alter table app.booking_links enable always trigger _900_audit; commit")
  }

  test.each(pairs)("%s → %s", async (from, to) => {
    await force(stage, here.confirmedId, from)
    await deal(from)
    for (const actor of ["guest-hold", "guest-cancel", "guest-move", "guest-view"] as const) {
      const answer = await act(stage, actor, [step(to, here.confirmedId)], { end: "rollback" })
      const said = answer.sqlstate ?? (answer.count > 0 ? "done" : "nothing")
      const allowed = powers[actor]?.(from, to)
      expect([actor, said]).toEqual([
        actor,
        allowed ? "done" : expect.stringMatching(/^(HF003|42501|nothing)$/),
      ])
    }
  })
})

test("a booking begins held, pending or confirmed", async () => {
  for (const state of states) {
    const row = visit(here, 600, {
      state,
      cancel_reason: undefined,
      ...(state === "held" && { customer_id: null, hold_expires_at: new Date(Date.now() + 300_000) }),
    })
    delete row.cancel_reason
    const { sqlstate } = await act(stage, "reception", [insert("app.bookings", row)], { end: "rollback" })
    expect([state, sqlstate]).toEqual([
      state,
      ["held", "pending", "confirmed"].includes(state) ? undefined : "HF003",
    ])
    const guest = await act(stage, "guest", [insert("app.bookings", { ...row, source: "public" })], {
      end: "rollback",
    })
    expect([state, guest.sqlstate]).toEqual([state, state === "held" ? undefined : "HF003"])
  }
})

test("a booking that is over is not moved (HF003)", async () => {
  for (const state of ["completed", "cancelled", "no-show"]) {
    await force(stage, here.confirmedId, state)
    const { sqlstate } = await act(stage, "reception", [
      [
        "update app.bookings set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = $1",
        [here.confirmedId],
      ],
    ])
    expect([state, sqlstate]).toEqual([state, "HF003"])
  }
})
