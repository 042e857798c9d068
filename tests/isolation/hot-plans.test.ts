import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { readBusy } from "#lib/availability/read-busy"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { type Actor, claimsOf, roleOf } from "#tests/isolation/stage/actors"
import { askAs, openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, there, superuser } = stage
afterAll(() => stage.close())

beforeAll(async () => {
  // Ten years of one practice in random order, as inserts over time leave them, past the triggers.
  await superuser.query(`
    begin;
    alter table app.allocations disable trigger all;
    insert into app.allocations (tenant_id, booking_id, practitioner_id, starts_at, ends_at)
      select '${here.tenantId}', '${here.confirmedId}', p, at, at + interval '40 minutes'
      from unnest(array['${here.practitionerIds.join("','")}']::uuid[]) p,
        (select timestamptz '2031-01-01' + n * interval '1 hour' as at from generate_series(1, 20000) n order by random()) t;
    alter table app.allocations enable trigger all;
    commit;`)
  await superuser.query("vacuum analyze app.allocations")
})

async function planOf(actor: Actor, text: string, values: unknown[]): Promise<string> {
  const { rows, sqlstate, message } = await askAs(
    stage,
    roleOf(actor),
    claimsOf(actor, here, there),
    `explain (costs off) ${text}`,
    values,
  )
  expect([sqlstate, message]).toEqual([undefined, undefined])
  return rows.map((row) => row["QUERY PLAN"]).join("\n")
}

/** The statement that a function of lib would send, caught before it is sent. */
async function caught(ask: (tx: Tx<"public:read">) => Promise<unknown>): Promise<[string, unknown[]]> {
  const sent: [string, unknown[]][] = []
  const tx = {
    tenantId: here.tenantId,
    now: new Date(),
    claims: claimsOf("guest", here, there),
    all: (statement: { compile(builder: typeof query): { sql: string; parameters: readonly unknown[] } }) => {
      const { sql, parameters } = statement.compile(query)
      sent.push([sql, [...parameters]])
      return Promise.resolve([])
    },
  }
  await ask(tx as unknown as Tx<"public:read">)
  return sent[0] ?? ["", []]
}

describe("TRAP operators that are not leakproof, and the planner's love of the GiST constraint", () => {
  test.each(["guest", "reception", "job"] as const)(
    "busy times are read from the B-tree (%s)",
    async (actor) => {
      const [from, to] = [new Date("2031-06-01"), new Date("2031-07-01")]
      const [text, values] = await caught((tx) => readBusy(tx, here.practitionerIds, from, to))
      const plan = await planOf(actor, text, values)
      expect(plan).toContain("allocations_busy")
      expect(plan).not.toMatch(/allocations_never_overlap|Seq Scan on (app\.)?allocations/)
    },
  )

  test("the control: the same question with && under row-level security finds no index for it", async () => {
    const text = "select 1 from app.allocations where occupied && tstzrange('2031-06-01', '2031-06-02')"
    expect(await planOf("job", text, [])).not.toMatch(/Index Cond:.*&&/)
  })
})

describe("TRAP policies that call a function per row", () => {
  test.each([
    ["reception", "select count(*) from app.allocations"],
    ["reception", "select count(*) from app.bookings"],
    ["guest", "select count(subject_id) from app.allocations"],
    ["owner", "select count(*) from audit.log"],
  ] as const)("%s: %s asks the context once", async (actor, text) => {
    const plan = await planOf(actor, text, [])
    expect(plan).toContain("InitPlan")
    // What stands in a Filter or an Index Cond is the InitPlan's answer, never the call.
    expect(
      plan
        .split("\n")
        .filter(
          (line) => /Filter:|Cond:/.test(line) && /\b(can|tenant_id|linked_booking|context)\(/.test(line),
        ),
    ).toEqual([])
  })
})
