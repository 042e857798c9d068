// What the bench programs ask of a practice: the doors' own calls, and bookings to ask about.
import { randomUUID } from "node:crypto"
import { findAvailability } from "#lib/availability/find-availability"
import { readBusyNow } from "#lib/availability/read-busy"
import { bookCaller } from "#lib/bookings/book-caller"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"
import { enter } from "#lib/entry/enter"
import { asOperator, type PlantedPractice } from "#tests/support/plant-practice"
import { asSuperuser, type BenchDatabase } from "./_bench.ts"

export const dateIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** An ordinary week in place of round the clock: two windows a day, so that 30 days hold some 800 starts. */
export async function keepOfficeHours(database: BenchDatabase, practice: PlantedPractice): Promise<void> {
  await asOperator(database.ownerUrl, database.sealKey, practice.tenantId, async (client) => {
    await client.query("delete from app.weekly_hours where tenant_id = $1", [practice.tenantId])
    await client.query(
      `insert into app.weekly_hours (tenant_id, practitioner_id, location_id, weekday, start_wall, end_wall)
       select $1, p, $2, d, h.s, h.e from unnest($3::uuid[]) p, generate_series(1, 7) d,
         (values ('08:00', '12:30'), ('13:30', '18:00')) h (s, e)`,
      [practice.tenantId, practice.locationId, practice.practitionerIds],
    )
  })
}

/**
 * Half-hour bookings of each practitioner as rows, in random order: `ahead` within the next 30 days, the rest behind.
 * As the cluster's superuser with triggers off, so that a million take minutes rather than hours.
 */
export async function fillCalendar(
  database: BenchDatabase,
  practice: PlantedPractice,
  perPractitioner: { ahead: number; behind: number },
): Promise<void> {
  const { tenantId, practitionerIds, plainServiceId, locationId } = practice
  const { ahead, behind } = perPractitioner
  await asSuperuser(database, async (client) => {
    await client.query("begin")
    const always = await client.query<{ on: string; name: string }>(
      `select tgrelid::regclass::text as on, tgname as name from pg_trigger
       where tgrelid in ('app.bookings'::regclass, 'app.allocations'::regclass, 'app.customers'::regclass) and tgenabled = 'A'`,
    )
    const tables = ["app.bookings", "app.allocations", "app.customers"]
    for (const table of tables) await client.query(`alter table ${table} disable trigger all`)
    await client.query(
      `insert into app.customers (tenant_id, id, full_name, email, source)
       select $1, gen_random_uuid(), 'Customer ' || n, 'c' || n || '@mail.example', 'desk' from generate_series(1, 1000) n`,
      [tenantId],
    )
    await client.query(
      "create temp table planned (id uuid default gen_random_uuid(), practitioner uuid, at timestamptz, customer uuid)",
    )
    await client.query(
      `with customer as (select array_agg(id) as ids from app.customers where tenant_id = $1),
         slot as (
           select p as practitioner, date_trunc('day', now()) + interval '1 day' * (1 + n % 30)
             + interval '8 hours' + interval '30 minutes' * (n / 30) as at
           from unnest($2::uuid[]) p, generate_series(0, $3::int - 1) n
           union all
           select p, date_trunc('hour', now()) - interval '30 minutes' * (n + 4)
           from unnest($2::uuid[]) p, generate_series(1, $4::int) n)
       insert into planned (practitioner, at, customer)
       select practitioner, at, customer.ids[1 + floor(random() * 999)::int] from slot, customer order by random()`,
      [tenantId, practitionerIds, ahead, behind],
    )
    await client.query(
      `insert into app.bookings (tenant_id, id, service_id, practitioner_id, location_id, customer_id, state, starts_at,
         ends_at, wall_start, zone, currency, source)
       select $1, id, $2, practitioner, $3, customer, 'confirmed', at, at + interval '30 minutes',
         to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), 'Etc/UTC', 'EUR', 'desk' from planned`,
      [tenantId, plainServiceId, locationId],
    )
    await client.query(
      `insert into app.allocations (tenant_id, booking_id, practitioner_id, starts_at, ends_at)
       select $1, id, practitioner, at, at + interval '30 minutes' from planned`,
      [tenantId],
    )
    for (const table of tables) await client.query(`alter table ${table} enable trigger all`)
    for (const { on, name } of always.rows)
      await client.query(`alter table ${on} enable always trigger ${name}`)
    await client.query("commit")
    await client.query("vacuum analyze")
  })
}

export const readerOf = (practice: PlantedPractice) =>
  ({
    permission: "public:read",
    kind: "guest",
    tenantId: practice.tenantId,
    purpose: "bench",
    requestId: randomUUID(),
    readOnly: true,
  }) as const

export const receptionOf = (practice: PlantedPractice) =>
  ({
    permission: "bookings:write",
    kind: "member",
    tenantId: practice.tenantId,
    ...practice.reception,
    purpose: "bench",
    requestId: randomUUID(),
  }) as const

/** A month of free times of one practitioner, as the API's door asks for it. */
export async function askAvailability(
  practice: PlantedPractice,
  practitionerId?: string,
  days = 30,
): Promise<number> {
  const found = await enter(readerOf(practice), (tx: Tx<"public:read">) =>
    findAvailability(tx, {
      serviceId: practice.plainServiceId,
      practitionerId,
      fromDate: dateIn(1),
      toDate: dateIn(days),
    }),
  )
  if (!found.ok) throw new Error(found.code)
  return found.value.slots.length
}

/** The half-hours of one practitioner from two months ahead on, none twice. */
export function nextFreeTime(practice: PlantedPractice): () => { startsAt: Date; practitionerId: string } {
  let taken = 0
  const first = Math.floor(Date.now() / 86_400_000 + 60) * 86_400_000
  const inDay = 18
  const people = practice.practitionerIds
  return () => {
    const index = taken++
    const person = index % people.length
    const slot = Math.floor(index / people.length)
    // 08:00–12:30 and 13:30–18:00, half an hour each.
    const inside = slot % inDay
    const minute = inside < 9 ? 480 + inside * 30 : 810 + (inside - 9) * 30
    const startsAt = new Date(first + Math.floor(slot / inDay) * 86_400_000 + minute * 60_000)
    return { startsAt, practitionerId: people[person] as string }
  }
}

export async function bookNext(
  practice: PlantedPractice,
  next: ReturnType<typeof nextFreeTime>,
): Promise<void> {
  const booked = await enter(receptionOf(practice), (tx: Tx<"bookings:write">) =>
    bookCaller(tx, {
      serviceId: practice.plainServiceId,
      ...next(),
      caller: { fullName: "Ada Lovelace", phone: "+49 30 5550 500", locale: "en" },
    }),
  )
  if (!booked.ok) throw new Error(booked.code)
}

/** The busy-range query by itself, as text and values: what a search would cost without anything around it. */
export async function busyQuery(
  practice: PlantedPractice,
  subjectIds: readonly string[],
  days = 30,
): Promise<{ text: string; values: unknown[] }> {
  let captured: { text: string; values: unknown[] } | undefined
  const tx = {
    tenantId: practice.tenantId,
    now: new Date(),
    all: async (statement: { compile(using: unknown): { sql: string; parameters: readonly unknown[] } }) => {
      const { sql, parameters } = statement.compile(query)
      captured = { text: sql, values: [...parameters] }
      return []
    },
  } as unknown as Tx<"public:read">
  await readBusyNow(
    tx,
    subjectIds,
    new Date(`${dateIn(0)}T00:00:00Z`),
    new Date(`${dateIn(days + 2)}T00:00:00Z`),
  )
  if (!captured) throw new Error("nothing was asked")
  return captured
}
