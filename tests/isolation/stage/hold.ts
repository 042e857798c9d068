import { randomUUID } from "node:crypto"
import { expect } from "vitest"
import { act, allocationsOf, heldVisit, insert, minuteOf, type Step } from "#tests/isolation/stage/book"
import type { Stage } from "#tests/isolation/stage/open-stage"
import { type Link, mintLink, sealOperator } from "#tests/isolation/stage/plant-tenant"

export const withLink = (link: Link) => ({ claims: { linkHash: link.hash } })

/** Writes as the owner of the database under an operator's seal. */
export async function asOperator(stage: Stage, ...steps: Step[]): Promise<void> {
  await stage.owner.query("begin")
  await sealOperator(stage.owner, stage.sealKey, stage.here.tenantId)
  for (const [text, values] of steps) await stage.owner.query(text, values)
  await stage.owner.query("commit")
}

let nextMinute = 720
/** The start of an hour of the planted day, or after, that nothing else in this file takes. */
export function freeMinute(): number {
  nextMinute += 60
  return nextMinute
}

export const customerOf = (stage: Stage) => ({
  tenant_id: stage.here.tenantId,
  id: randomUUID(),
  full_name: "Ada",
  email: "ada@x.test",
  source: "public",
})

export const confirmStep = (bookingId: unknown, customerId: string, state = "confirmed"): Step => [
  "update app.bookings set state = $1, customer_id = $2, hold_expires_at = null where id = $3",
  [state, customerId, bookingId],
]

export const linkRow = (stage: Stage, bookingId: unknown, purpose: string, link = mintLink()) => ({
  tenant_id: stage.here.tenantId,
  booking_id: bookingId,
  purpose,
  token_hash: Buffer.from(link.hash, "hex"),
  expires_at: minuteOf(stage.here, 2000),
})

/** Holds a visit as a guest with a freshly minted link. */
export async function hold(stage: Stage, change: Record<string, unknown> = {}) {
  const row = heldVisit(stage.here, freeMinute(), change)
  const link = mintLink()
  const steps = [insert("app.bookings", row), ...allocationsOf(stage.here, row)]
  expect((await act(stage, "guest", steps, withLink(link))).sqlstate).toBeUndefined()
  return { row, link }
}

/** Holds, writes the three links and confirms, as the public page does. */
export async function confirm(stage: Stage) {
  const { row, link } = await hold(stage)
  const links = { view: mintLink(), move: mintLink(), cancel: mintLink() }
  const who = customerOf(stage)
  const steps = [
    insert("app.customers", who),
    ...Object.entries(links).map(([purpose, one]) =>
      insert("app.booking_links", linkRow(stage, row.id, purpose, one)),
    ),
    confirmStep(row.id, who.id),
  ]
  expect((await act(stage, "guest", steps, withLink(link))).sqlstate).toBeUndefined()
  return { row, links, hold: link, customerId: who.id }
}
