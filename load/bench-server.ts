/**
 * The application's doors against what they stand on, in one process and one Postgres: an availability call against its
 * bare busy-range query, a booking against the same SQL in a bare pooled client, twenty clients for one time.
 * Usage: npm run bench -- server
 */
import { randomUUID } from "node:crypto"
import pg from "pg"
import { holdSlot } from "#lib/bookings/hold-slot"
import { sealContext } from "#lib/crypto/seal-context"
import type { Tx } from "#lib/db/transaction"
import { enter } from "#lib/entry/enter"
import {
  asSuperuser,
  atLeast,
  atMost,
  type Bench,
  callsPerSecond,
  compare,
  median,
  percentile,
  report,
} from "./_bench.ts"
import { askAvailability, bookNext, busyQuery, nextFreeTime, receptionOf } from "./_bench-practice.ts"
import { recordBooking, replayStatements } from "./_replay.ts"

export async function benchServer(bench: Bench): Promise<void> {
  await benchAvailability(bench)
  await benchBookings(bench)
  await benchContention(bench)
}

async function benchAvailability({ database, practice }: Bench): Promise<void> {
  const bare = new pg.Pool({ connectionString: database.ownerUrl, max: 1 })
  const [one = ""] = practice.practitionerIds
  for (const [who, practitionerId, subjects] of [
    ["one practitioner", one, [one]],
    ["anyone of twenty", undefined, practice.practitionerIds],
  ] as const) {
    const { text, values } = await busyQuery(practice, subjects)
    const slots = await askAvailability(practice, practitionerId)
    const { oneMs, otherMs, ratio } = await compare(
      () => askAvailability(practice, practitionerId),
      () => bare.query({ name: `busy-${subjects.length}`, text, values }),
    )
    report(
      `availability, ${who}, 30 days, ${slots} slots / its bare busy-range query`,
      `${oneMs.toFixed(2)} / ${otherMs.toFixed(2)} ms = ${ratio.toFixed(2)}`,
      practitionerId ? atMost(ratio, 3) : undefined,
    )
  }
  await bare.end()
}

async function benchBookings({ database, practice }: Bench): Promise<void> {
  const next = nextFreeTime(practice)
  const workers = 4
  const pool = new pg.Pool({ connectionString: database.appUrl, max: workers })
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: workers })
  const key = Buffer.from(database.sealKey, "base64")
  await bookNext(practice, next)
  const recorded = await recordBooking(() => bookNext(practice, next))
  const bySameSql = () =>
    replayStatements(pool, recorded, next(), () =>
      sealContext({ ...receptionOf(practice), tenantId: practice.tenantId }, key, Date.now()),
    )
  const byOperator = () => insertAsOperator(owner, key, practice.tenantId, practice, next())
  const rates: Record<"door" | "sql" | "rows", number[]> = { door: [], sql: [], rows: [] }
  for (let round = 0; round < 8; round++) {
    const calls = round === 0 ? 40 : 100
    const door = await callsPerSecond(workers, calls, () => bookNext(practice, next))
    const sql = await callsPerSecond(workers, calls, bySameSql)
    const rows = await callsPerSecond(workers, calls, byOperator)
    if (round === 0) continue
    rates.door.push(door)
    rates.sql.push(sql)
    rates.rows.push(rows)
  }
  await Promise.all([pool.end(), owner.end()])
  const ratio = (other: readonly number[]) => median(rates.door.map((rate, i) => rate / (other[i] as number)))
  report(
    "bookings per second through the door / the same SQL in a bare pooled client",
    `${median(rates.door).toFixed(0)} / ${median(rates.sql).toFixed(0)} = ${ratio(rates.sql).toFixed(2)}`,
    atLeast(ratio(rates.sql), 0.6),
  )
  report(
    "bookings per second through the door / its three rows inserted by hand",
    `${median(rates.door).toFixed(0)} / ${median(rates.rows).toFixed(0)} = ${ratio(rates.rows).toFixed(2)}`,
  )
}

/** What is left of a booking without search, permissions and idempotency: customer, booking, allocation, one commit. */
async function insertAsOperator(
  pool: pg.Pool,
  key: Uint8Array,
  tenantId: string,
  { plainServiceId, locationId }: Bench["practice"],
  { startsAt, practitionerId }: { startsAt: Date; practitionerId: string },
): Promise<void> {
  const client = await pool.connect()
  try {
    const [customerId, bookingId] = [randomUUID(), randomUUID()]
    const endsAt = new Date(startsAt.getTime() + 1_800_000)
    const claims = { kind: "operator", tenantId, purpose: "bench", requestId: randomUUID() } as const
    await client.query("begin")
    await client.query("select set_config('app.seal', $1, true)", [sealContext(claims, key, Date.now())])
    await client.query({
      name: "customer",
      text: "insert into app.customers (tenant_id, id, full_name, phone, source) values ($1, $2, 'Ada Lovelace', '+49 30 5550 500', 'desk')",
      values: [tenantId, customerId],
    })
    await client.query({
      name: "booking",
      text: `insert into app.bookings (tenant_id, id, service_id, practitioner_id, location_id, customer_id, state, starts_at,
        ends_at, wall_start, zone, source) values ($1, $2, $3, $4, $5, $6, 'confirmed', $7, $8, $9, 'Etc/UTC', 'desk')`,
      values: [
        tenantId,
        bookingId,
        plainServiceId,
        practitionerId,
        locationId,
        customerId,
        startsAt,
        endsAt,
        startsAt.toISOString().slice(0, 16),
      ],
    })
    await client.query({
      name: "allocation",
      text: "insert into app.allocations (tenant_id, booking_id, practitioner_id, starts_at, ends_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
      values: [tenantId, bookingId, practitionerId, startsAt, endsAt],
    })
    await client.query("commit")
  } finally {
    client.release()
  }
}

async function benchContention({ database, practice }: Bench): Promise<void> {
  const deadlocks = () =>
    asSuperuser(database, async (client) => {
      const found = await client.query(
        "select deadlocks::int as n from pg_stat_database where datname = current_database()",
      )
      return found.rows[0].n as number
    })
  const before = await deadlocks()
  const times: number[] = []
  const first = Math.floor(Date.now() / 86_400_000 + 200) * 86_400_000 + 480 * 60_000
  const practitionerId = practice.practitionerIds[0]
  for (let round = 0; round < 60; round++) {
    const startsAt = new Date(first + round * 86_400_000)
    const attempt = async () => {
      const started = performance.now()
      const held = await enter(
        {
          permission: "public:book",
          kind: "guest",
          tenantId: practice.tenantId,
          purpose: "bench",
          requestId: randomUUID(),
          link: "mint",
        },
        (tx: Tx<"public:book">) =>
          holdSlot(tx, { serviceId: practice.plainServiceId, practitionerId, startsAt, source: "api" }),
      )
      if (round >= 5) times.push(performance.now() - started)
      return held
    }
    const held = await Promise.all(Array.from({ length: 20 }, attempt))
    if (held.filter(({ ok }) => ok).length !== 1) throw new Error("one of twenty has to win")
  }
  times.sort((a, b) => a - b)
  const p99 = percentile(times, 0.99)
  report(
    "20 clients at once for one time: milliseconds until each is told, p50 / p99",
    `${percentile(times, 0.5).toFixed(1)} / ${p99.toFixed(1)} ms`,
    atMost(p99, 50),
  )
  const found = (await deadlocks()) - before
  report("  deadlocks among them", String(found), atMost(found, 0))
}
