import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, there, superuser, owner } = stage
afterAll(() => stage.close())

let last = 0
beforeAll(async () => {
  last = Number(
    (await superuser.query("select max(sequence) as n from audit.log where tenant_id = $1", [here.tenantId]))
      .rows[0].n,
  )
  expect(last).toBeGreaterThan(20)
})

/** Does what only a superuser can, asks the verifier, and undoes it. */
async function afterTampering(...texts: string[]): Promise<{ here: number | null; there: number | null }> {
  await superuser.query(
    "begin; alter table audit.log disable trigger user; alter table audit.heads disable trigger user",
  )
  try {
    for (const text of texts) await superuser.query(text.replaceAll("$here", `'${here.tenantId}'`))
    const { rows } = await superuser.query(
      "select audit.first_bad_sequence($1)::int as here, audit.first_bad_sequence($2)::int as there",
      [here.tenantId, there.tenantId],
    )
    return rows[0]
  } finally {
    await superuser.query("rollback")
  }
}

const row = (n: number) => `where tenant_id = $here and sequence = ${n}`

test("an untouched chain verifies, for the operator too", async () => {
  expect(await afterTampering()).toEqual({ here: null, there: null })
  const { rows } = await owner.query("select audit.first_bad_sequence($1) as bad", [here.tenantId])
  expect(rows).toEqual([{ bad: null }])
})

describe("the verifier names the first bad sequence number after a superuser", () => {
  test.each([
    ["occurred_at", "occurred_at + interval '1 microsecond'"],
    ["actor_kind", "'member'"],
    ["actor_id", "gen_random_uuid()"],
    ["session_id", "gen_random_uuid()"],
    ["action", "'Insert'"],
    ["entity_type", "entity_type || ' '"],
    ["entity_id", "gen_random_uuid()::text"],
    ["changed_fields", "changed_fields || 'x'::text"],
    ["purpose", "purpose || '.'"],
    ["purpose", "null"],
    ["request_id", "request_id || '.'"],
    ["previous_hash", "set_byte(previous_hash, 31, get_byte(previous_hash, 31) # 1)"],
    ["hash", "set_byte(hash, 0, get_byte(hash, 0) # 1)"],
  ])("changes %s to %s", async (column, value) => {
    const { here: bad, there: untouched } = await afterTampering(
      `update audit.log set ${column} = ${value} ${row(7)}`,
    )
    expect([bad, untouched]).toEqual([7, null])
  })

  test("every column of the log is among those tried, but the two that are its address", async () => {
    const { rows } = await superuser.query(
      "select array_agg(attname::text order by attnum) as names from pg_attribute where attrelid = 'audit.log'::regclass and attnum > 0",
    )
    expect(rows[0].names).toHaveLength(14)
  })

  test("deletes the first row, one in the middle, the newest, the whole tail, everything", async () => {
    expect((await afterTampering(`delete from audit.log ${row(1)}`)).here).toBe(1)
    expect((await afterTampering(`delete from audit.log ${row(9)}`)).here).toBe(9)
    expect((await afterTampering(`delete from audit.log ${row(last)}`)).here).toBe(last)
    expect(
      (await afterTampering("delete from audit.log where tenant_id = $here and sequence > 12")).here,
    ).toBe(13)
    expect((await afterTampering("delete from audit.log where tenant_id = $here")).here).toBe(1)
  })

  test("deletes one in the middle and closes the gap", async () => {
    const { here: bad } = await afterTampering(
      `delete from audit.log ${row(9)}`,
      "update audit.log set sequence = -sequence where tenant_id = $here and sequence > 9",
      "update audit.log set sequence = -sequence - 1 where tenant_id = $here and sequence < 0",
    )
    expect(bad).toBe(9)
  })

  test("swaps two rows", async () => {
    const { here: bad } = await afterTampering(
      `update audit.log set sequence = -1 ${row(5)}`,
      `update audit.log set sequence = 5 ${row(6)}`,
      `update audit.log set sequence = 6 ${row(-1)}`,
    )
    expect(bad).toBe(5)
  })

  test("rewrites a row together with its hash", async () => {
    const { here: bad } = await afterTampering(
      `update audit.log set actor_id = gen_random_uuid() ${row(7)}`,
      `update audit.log l set hash = audit.link_hash(l.previous_hash, l.sequence, l) ${row(7)}`,
    )
    expect(bad).toBe(8)
  })

  test("puts a well-formed row behind the newest", async () => {
    const { here: bad } = await afterTampering(
      `insert into audit.log select (jsonb_populate_record(l, jsonb_build_object('sequence', ${last + 1}, 'previous_hash', l.hash))).* from audit.log l ${row(last)}`,
      `update audit.log l set hash = audit.link_hash(l.previous_hash, l.sequence, l) ${row(last + 1)}`,
    )
    expect(bad).toBe(last + 1)
  })

  test("moves or removes the head", async () => {
    expect(
      (await afterTampering("update audit.heads set sequence = sequence + 1 where tenant_id = $here")).here,
    ).toBe(last + 1)
    expect(
      (await afterTampering("update audit.heads set hash = sha256('x') where tenant_id = $here")).here,
    ).toBe(last)
    expect((await afterTampering("delete from audit.heads where tenant_id = $here")).here).toBe(1)
  })

  test("puts a row of another practice's chain into this one", async () => {
    const { here: bad } = await afterTampering(
      `delete from audit.log ${row(4)}`,
      `insert into audit.log select (jsonb_populate_record(l, jsonb_build_object('tenant_id', $here::uuid))).* from audit.log l
       where l.tenant_id = '${there.tenantId}' and l.sequence = 4`,
    )
    expect(bad).toBe(4)
  })
})
