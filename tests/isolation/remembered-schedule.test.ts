import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findAvailability } from "#lib/availability/find-availability"
import { recallSchedule } from "#lib/availability/remember-schedule"
import { ok } from "#lib/base/outcome"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { enter } from "#lib/entry/enter"
import { cloneDatabase, type TestDatabase } from "#tests/support/database"
import { asOperator, type PlantedPractice, plantPractice } from "#tests/support/plant-practice"

let database: TestDatabase
let here: PlantedPractice
let there: PlantedPractice

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
const guest = (tenantId: string) =>
  ({ permission: "public:read", kind: "guest", tenantId, purpose: "test", requestId: randomUUID() }) as const

/** Number of slots on one day of the plain service, asked as a guest. */
async function slotsOf(practice: PlantedPractice, date = day(3)): Promise<number | string> {
  const found = await enter(guest(practice.tenantId), (tx) =>
    findAvailability(tx, { serviceId: practice.plainServiceId, fromDate: date, toDate: date }),
  )
  return found.ok ? found.value.slots.reduce((all, slot) => all + slot.practitionerIds.length, 0) : found.code
}

const change = (text: string, values: unknown[], practice = here) =>
  asOperator(database.ownerUrl, database.sealKey, practice.tenantId, (client) => client.query(text, values))

beforeAll(async () => {
  database = await cloneDatabase()
  here = await plantPractice(database, { zone: "Etc/UTC" })
  there = await plantPractice(database, { zone: "Etc/UTC" })
})
afterAll(async () => {
  await pool().end()
  await database.drop()
})

describe("what is remembered of a schedule is never older than the question", () => {
  it("is remembered: the second question reads busy times only", async () => {
    expect(await slotsOf(here)).toBe(95 * 2)
    const recalled = await enter(guest(here.tenantId), async (tx) =>
      ok(recallSchedule(tx, here.plainServiceId, day(3), day(3))?.practitioners.length),
    )
    expect(recalled).toEqual(ok(2))
  })

  // Every table that the schedule is read from, each with a change that must show in the very next answer.
  const person = () => here.practitionerIds[0]
  const changes: [table: string, text: string, values: () => unknown[], slots: number | string][] = [
    [
      "services",
      "update app.services set duration_minutes = 60 where id = $1",
      () => [here.plainServiceId],
      93 * 2,
    ],
    [
      "tenants",
      "update app.tenants set granularity_minutes = 60 where tenant_id = $1",
      () => [here.tenantId],
      24 * 2,
    ],
    ["weekly_hours", "delete from app.weekly_hours where practitioner_id = $1", () => [person()], 24],
    [
      "date_overrides",
      "insert into app.date_overrides (tenant_id, practitioner_id, on_date, start_wall, end_wall) values ($1, $2, $3, '08:00', '12:00')",
      () => [here.tenantId, person(), day(3)],
      24 + 4,
    ],
    [
      "time_off",
      "insert into app.time_off (tenant_id, practitioner_id, starts_at, ends_at) values ($1, $2, $3::date, $3::date + interval '10 hours')",
      () => [here.tenantId, person(), day(3)],
      24 + 2,
    ],
    [
      "holidays",
      "insert into app.holidays (tenant_id, location_id, on_date, name) values ($1, $2, $3, 'Closed')",
      () => [here.tenantId, here.locationId, day(3)],
      2,
    ],
    [
      "service_resource_kinds",
      "insert into app.service_resource_kinds (tenant_id, service_id, kind) values ($1, $2, 'chair')",
      () => [here.tenantId, here.plainServiceId],
      0,
    ],
    [
      "resources",
      "insert into app.resources (tenant_id, location_id, kind, name) values ($1, $2, 'chair', 'Chair')",
      () => [here.tenantId, here.locationId],
      2,
    ],
    [
      "locations",
      "update app.locations set zone = 'Pacific/Kiritimati' where id = $1",
      () => [here.locationId],
      4,
    ],
    [
      "service_practitioners",
      "delete from app.service_practitioners where service_id = $1 and practitioner_id = $2",
      () => [here.plainServiceId, person()],
      0,
    ],
    [
      "practitioners",
      "update app.practitioners set active = false where tenant_id = $1",
      () => [here.tenantId],
      0,
    ],
    [
      "services (gone)",
      "update app.services set active = false where id = $1",
      () => [here.plainServiceId],
      "NOT_FOUND",
    ],
  ]
  it.each(changes)("a change of %s", async (_table, text, values, slots) => {
    await slotsOf(here)
    await change(text, values())
    expect(await slotsOf(here)).toBe(slots)
  })

  it("every table that readSchedule names notes its changes", async () => {
    const client = new pg.Client({ connectionString: database.superuserUrl })
    await client.connect()
    const source = readFileSync("lib/availability/read-schedule.ts", "utf8")
    const read = [...new Set([...source.matchAll(/\b(?:from|join) app\.(\w+)/g)].map((match) => match[1]))]
    const noted = await client.query<{ name: string; enabled: string }>(
      `select c.relname as name, t.tgenabled as enabled from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where t.tgfoid = 'private.note_schedule_change'::regproc`,
    )
    await client.end()
    expect(read.length).toBe(11)
    expect(noted.rows.map(({ name }) => name).sort()).toEqual(read.sort())
    expect(new Set(noted.rows.map(({ enabled }) => enabled))).toEqual(new Set(["A"]))
  })
})

describe("and is worth nothing to another practice", () => {
  it("neither by its key nor by its version", async () => {
    await slotsOf(there)
    // Elsewhere, the id of a service over there finds nothing, in memory or in the database.
    expect(
      await enter(guest(here.tenantId), (tx) =>
        findAvailability(tx, { serviceId: there.plainServiceId, fromDate: day(3), toDate: day(3) }),
      ),
    ).toMatchObject({ ok: false, code: "NOT_FOUND" })
    const versions = await Promise.all(
      [here, there].map(({ tenantId }) =>
        enter(guest(tenantId), async (tx) =>
          ok(
            await tx.all(
              sql`select app.schedule_version()::text as version, ${there.tenantId}::uuid = app.tenant_id() as own`,
            ),
          ),
        ),
      ),
    )
    expect(versions[0]).not.toEqual(versions[1])
    expect(versions[1]).toMatchObject({ value: [{ own: true }] })
  })

  it("a change over there says nothing here", async () => {
    const version = () =>
      enter(guest(here.tenantId), async (tx) =>
        ok(await tx.first(sql`select app.schedule_version()::text as v`)),
      )
    const before = await version()
    await change("update app.services set price_cents = 1 where id = $1", [there.plainServiceId], there)
    expect(await version()).toEqual(before)
  })

  it("staff always read: a clinician without the rooms does not see what a guest's memory holds", async () => {
    await slotsOf(there)
    const recalled = await enter(
      {
        permission: "bookings:read",
        kind: "member",
        tenantId: there.tenantId,
        ...there.reception,
        purpose: "test",
        requestId: "r",
      },
      async (tx) => ok(recallSchedule(tx, there.plainServiceId, day(3), day(3)) ?? "nothing"),
    )
    expect(recalled).toEqual(ok("nothing"))
  })

  it("a change that is not committed, or is undone, is not seen and is not remembered", async () => {
    const before = await slotsOf(there)
    await asOperator(database.ownerUrl, database.sealKey, there.tenantId, async (operator) => {
      await operator.query("delete from app.weekly_hours where tenant_id = $1", [there.tenantId])
      expect(await slotsOf(there)).toBe(before)
      throw new Error("undone")
    }).catch((error: Error) => expect(error.message).toBe("undone"))
    expect(await slotsOf(there)).toBe(before)
  })
})
