import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import { sealContext } from "#lib/crypto/seal-context"
import { type Actor, claimsOf, roleOf, staffActors } from "#tests/isolation/stage/actors"
import { ask, askAs, openStage, underSeal } from "#tests/isolation/stage/open-stage"
import { sealOperator } from "#tests/isolation/stage/plant-tenant"
import { digestOfTenant, listCatalog } from "#tests/isolation/stage/read-catalog"
import { rowToInsert } from "#tests/isolation/stage/sample-writes"

const stage = await openStage()
const { here, there, superuser } = stage
const catalog = await listCatalog(superuser)
let untouched = await digestOfTenant(superuser, catalog, there.tenantId)
afterAll(() => stage.close())

const as = (actor: Actor, text: string, values: unknown[] = [], end: "commit" | "rollback" = "rollback") =>
  askAs(stage, roleOf(actor), claimsOf(actor, here, there), text, values, end)

const updatable = catalog.relations.flatMap(({ name, columns }) =>
  Object.entries(columns)
    .filter(([, may]) => may.usage && may.update.length > 0)
    .map(([role, may]) => [name, role, may.update[0] ?? ""] as const),
)

describe("TRAP with check (true): UPDATE without WHERE touches one's own practice only", () => {
  test.each(updatable)("%s as %s", async (name, role, column) => {
    const actor: Actor = role === "app_guest" ? "guest-move" : role === "app_job" ? "job" : "owner"
    const text = `update ${name} set ${column} = ${column} returning tenant_id`
    const { rows, sqlstate } = await as(actor, text)
    expect(sqlstate).toBeUndefined()
    expect(rows.filter((row) => row.tenant_id !== here.tenantId)).toEqual([])
  })

  test.each(updatable)("%s as %s: tenant_id itself cannot be written", async (name, role) => {
    const actor: Actor = role === "app_guest" ? "guest-move" : role === "app_job" ? "job" : "owner"
    const { sqlstate } = await as(actor, `update ${name} set tenant_id = $1`, [there.tenantId], "commit")
    expect(sqlstate).toBe("42501")
  })
})

test("DELETE without WHERE deletes one's own rows only", async () => {
  for (const { name, columns } of catalog.relations) {
    if (!columns.app_member.usage || !columns.app_member.delete) continue
    const { rows, sqlstate } = await as("owner", `delete from ${name} returning tenant_id`)
    expect([name, sqlstate]).toEqual([name, undefined])
    expect(new Set(rows.map((row) => row.tenant_id))).toEqual(new Set([here.tenantId]))
  }
})

describe("TRAP foreign keys ignore row-level security: a row of ours cannot name a row of theirs (23503)", () => {
  /** Every column that a foreign key covers besides tenant_id, from the catalog. */
  const insertable = catalog.relations.filter(
    ({ columns }) => columns.app_member.usage && columns.app_member.insert,
  )

  test.each(insertable.map(({ name }) => name))("%s", async (name) => {
    const ours = rowToInsert(name, "owner", here) ?? {}
    const theirs = rowToInsert(name, "owner", there) ?? {}
    const { rows: keys } = await superuser.query<{ column: string }>(
      `select distinct a.attname as column from pg_constraint k, unnest(k.conkey) as n
       join pg_attribute a on a.attnum = n where a.attrelid = k.conrelid and k.contype = 'f' and k.conrelid = $1::regclass and a.attname <> 'tenant_id'`,
      [name],
    )
    for (const { column } of keys) {
      if (!(column in ours)) continue
      const row = { ...ours, [column]: theirs[column] }
      const names = Object.keys(row)
      const { sqlstate } = await as(
        "owner",
        `insert into ${name} (${names.join(", ")}) values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
        Object.values(row),
        "commit",
      )
      // Our own trigger is asked before the key for bookings: a service or a practitioner of theirs cannot be booked.
      expect([column, sqlstate]).toEqual([column, expect.stringMatching(/^(23503|HF006)$/)])
    }
  })

  test("not theirs and not there are one answer", async () => {
    const text = `insert into app.resources (tenant_id, location_id, kind, name) values ($1, $2, 'room', 'X')`
    const theirs = await as("owner", text, [here.tenantId, there.locationId])
    const nowhere = await as("owner", text, [here.tenantId, randomUUID()])
    expect([theirs.sqlstate, theirs.constraint]).toEqual([nowhere.sqlstate, nowhere.constraint])
  })
})

describe("TRAP unique keys tell: what another practice has cannot be probed", () => {
  test("ON CONFLICT DO NOTHING with their slug, their primary key, their address inserts as if they were not there", async () => {
    const service = `insert into app.services (tenant_id, slug, name, duration_minutes, price_cents) values ($1, $2, 'X', 30, 1)
      on conflict do nothing`
    // `visit` exists in both practices, `only-there` in the other alone.
    await superuser.query("begin")
    await sealOperator(superuser, stage.sealKey, there.tenantId)
    await superuser.query(service, [there.tenantId, "only-there"])
    await superuser.query("commit")
    untouched = await digestOfTenant(superuser, catalog, there.tenantId)
    expect((await as("owner", service, [here.tenantId, "visit"])).count).toBe(0)
    expect((await as("owner", service, [here.tenantId, "only-there"])).count).toBe(1)
    const customer = `insert into app.customers (tenant_id, id, full_name, email, source) values ($1, $2, 'X', $3, 'desk')
      on conflict do nothing`
    const probe = await as("reception", customer, [here.tenantId, there.customerId, "canary@there.test"])
    expect([probe.sqlstate, probe.count]).toEqual([undefined, 1])
  })

  test("ON CONFLICT DO UPDATE and MERGE cannot reach their row", async () => {
    const upsert = await as(
      "reception",
      `insert into app.customers (tenant_id, id, full_name, email, source) values ($1, $2, 'X', 'a@b.test', 'desk')
       on conflict (tenant_id, id) do update set full_name = 'Overwritten'`,
      [there.tenantId, there.customerId],
      "commit",
    )
    expect(upsert.sqlstate).toBe("42501")
    const merge = await as(
      "reception",
      `merge into app.customers c using (values ($1::uuid)) as v (id) on c.id = v.id
       when matched then update set full_name = 'Overwritten' when not matched then do nothing`,
      [there.customerId],
      "commit",
    )
    expect([merge.sqlstate, merge.count]).toEqual([undefined, 0])
  })

  test("a booking whose id is theirs is inserted as if they were not there", async () => {
    const row = { ...rowToInsert("app.bookings", "reception", here), id: there.confirmedId }
    const names = Object.keys(row)
    const answer = await as(
      "reception",
      `insert into app.bookings (${names.join(", ")}) values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
      Object.values(row),
    )
    expect([answer.sqlstate, answer.count]).toEqual([undefined, 1])
  })
})

describe("TRAP EXPLAIN and pg_stats show hidden values", () => {
  test("statistics of walled columns are hidden from request roles", async () => {
    await superuser.query("analyze app.customers, app.bookings, app.tenants")
    for (const actor of [...staffActors, "guest", "job"] as const) {
      const { rows } = await as(
        actor,
        "select * from pg_catalog.pg_stats where schemaname in ('app', 'audit', 'private')",
      )
      expect(rows).toEqual([])
    }
  })
  test("other sessions' statements are hidden", async () => {
    const { rows } = await as(
      "owner",
      "select query from pg_stat_activity where pid <> pg_backend_pid() and query <> '<insufficient privilege>' and query <> ''",
    )
    expect(rows).toEqual([])
  })
})

test("TRAP large objects: none exists", async () => {
  const { rows } = await superuser.query("select oid from pg_largeobject_metadata")
  expect(rows).toEqual([])
})

test("a link of ours opens nothing of theirs, under either seal", async () => {
  for (const [home, links] of [
    [here, there],
    [there, here],
  ] as const) {
    for (const purpose of ["hold", "view", "move", "cancel"] as const) {
      const claims = { ...claimsOf("guest", home, there), linkHash: links.links[purpose].hash }
      const seal = sealContext(claims, stage.sealKey, Date.now())
      const answer = await underSeal(stage.server, "app_guest", seal, "commit", (client) =>
        ask(client, "select id from app.bookings union all select id from app.booking_links"),
      )
      expect([answer.sqlstate, answer.count]).toEqual([undefined, 0])
    }
  }
})

test("a job that ours queue names us, whatever booking they name", async () => {
  await as(
    "reception",
    "select app.enqueue_booking_mail($1, 1, 'confirmation')",
    [there.confirmedId],
    "commit",
  )
  const { rows } = await superuser.query(
    "select payload from graphile_worker._private_jobs where payload->>'bookingId' = $1",
    [there.confirmedId],
  )
  expect(rows.map(({ payload }) => payload.tenantId)).toEqual([here.tenantId])
})

test("after all this, not one byte of the other practice has changed", async () => {
  expect(await digestOfTenant(superuser, catalog, there.tenantId)).toBe(untouched)
})
