import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findAvailability } from "#lib/availability/find-availability"
import { listDay } from "#lib/bookings/list-day"
import { sealContext } from "#lib/crypto/seal-context"
import { readCustomer } from "#lib/customers/read-customer"
import { pool } from "#lib/db/pool"
import { enter } from "#lib/entry/enter"
import { cloneDatabase } from "#tests/support/database"
import { type PlantedPractice, plantPractice } from "#tests/support/plant-practice"
import { asGuest, asReception } from "#tests/support/race-bookings"
import { recordStatements } from "#tests/support/record-statements"

const database = await cloneDatabase()
const app = new pg.Client({ connectionString: database.appUrl })
const root = new pg.Client({ connectionString: database.superuserUrl })
let practice: PlantedPractice

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

/** Every practitioner of three practices booked solid for months, written in random order, as life does it. */
async function fillAtRandom(practices: readonly PlantedPractice[]): Promise<void> {
  const tables = ["app.bookings", "app.allocations", "app.customers"]
  const always = await root.query(
    "select tgrelid::regclass::text as on, tgname as name from pg_trigger where tgenabled = 'A' and tgrelid = any($1::regclass[])",
    [tables],
  )
  for (const table of tables) await root.query(`alter table ${table} disable trigger all`)
  for (const { tenantId, practitionerIds, plainServiceId, locationId } of practices) {
    await root.query(
      `insert into app.customers (tenant_id, full_name, email, source)
       select $1, 'Customer ' || n, 'c' || n || '@mail.example', 'desk' from generate_series(1, 500) n`,
      [tenantId],
    )
    await root.query(
      `insert into app.bookings (tenant_id, service_id, practitioner_id, location_id, customer_id, state, starts_at, ends_at,
         wall_start, zone, currency, source)
       select $1, $2, p, $3, c.ids[1 + floor(random() * 499)::int], 'confirmed', t, t + interval '30 minutes',
         to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), 'Etc/UTC', 'EUR', 'desk'
       from unnest($4::uuid[]) p,
         generate_series(date_trunc('day', now()) - interval '60 days', now() + interval '30 days', interval '1 hour') t,
         (select array_agg(id) as ids from app.customers where tenant_id = $1) c
       order by random()`,
      [tenantId, plainServiceId, locationId, practitionerIds],
    )
    await root.query(
      `insert into app.allocations (tenant_id, booking_id, practitioner_id, starts_at, ends_at)
       select tenant_id, id, practitioner_id, starts_at, ends_at from app.bookings where tenant_id = $1 order by random()`,
      [tenantId],
    )
  }
  for (const table of tables) await root.query(`alter table ${table} enable trigger all`)
  for (const { on, name } of always.rows) await root.query(`alter table ${on} enable always trigger ${name}`)
}

type Plan = { "Node Type": string; "Index Name"?: string; "Relation Name"?: string; Plans?: Plan[] }

/** Every scan of a plan, subplans included: "Index Only Scan allocations_busy", "Seq Scan app.bookings". */
function scansOf(plan: Plan): string[] {
  // The heap half of a bitmap scan says nothing: its index stands below it.
  const here =
    /Scan$/.test(plan["Node Type"]) &&
    plan["Node Type"] !== "Bitmap Heap Scan" &&
    (plan["Index Name"] ?? plan["Relation Name"])
  return [...(here ? [`${plan["Node Type"]} ${here}`] : []), ...(plan.Plans ?? []).flatMap(scansOf)]
}

/** The generic plan, which is what the application runs, as that role under its seal. */
async function explain(
  role: "app_guest" | "app_member",
  text: string,
  values: readonly unknown[],
): Promise<string[]> {
  const kind = role === "app_guest" ? "guest" : "member"
  const claims = {
    kind,
    tenantId: practice.tenantId,
    ...practice.reception,
    purpose: "explain",
    requestId: "r",
  } as const
  await app.query("begin read only")
  try {
    await app.query(
      "select set_config('role', $1, true), set_config('app.seal', $2, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
      [role, sealContext(claims, Buffer.from(database.sealKey, "base64"), Date.now())],
    )
    await app.query(`prepare hot as ${text}`)
    const literals = values.map((value) =>
      Array.isArray(value)
        ? `'{${value.join(",")}}'`
        : value === null
          ? "null"
          : app.escapeLiteral(value instanceof Date ? value.toISOString() : String(value)),
    )
    const result = await app.query(`explain (format json) execute hot(${literals.join(", ")})`)
    return scansOf(result.rows[0]["QUERY PLAN"][0].Plan)
  } finally {
    await app.query("rollback")
    await app.query("deallocate all")
  }
}

beforeAll(async () => {
  await Promise.all([app.connect(), root.connect()])
  practice = await plantPractice(database, { practitioners: 6 })
  const others = [
    await plantPractice(database, { practitioners: 6 }),
    await plantPractice(database, { practitioners: 6 }),
  ]
  await fillAtRandom([practice, ...others])
})
afterAll(async () => {
  await Promise.all([app.end(), root.end(), pool().end()])
  await database.drop()
})

const day = () => inDays(1).toISOString().slice(0, 10)

/** Hot reads by what they are sent as: run once, and the statement that is meant is found among those recorded. */
const hot = {
  "busy ranges": {
    role: "app_guest",
    index: "allocations_busy",
    table: "allocations",
    run: () =>
      enter({ ...asGuest(practice), readOnly: true }, (tx) =>
        findAvailability(tx, { serviceId: practice.plainServiceId, fromDate: day(), toDate: day() }),
      ),
    isMeant: (text) => text.includes("from app.allocations"),
  },
  "the day view": {
    role: "app_member",
    index: "bookings_day",
    table: "bookings",
    run: () => enter(asReception(practice, "bookings:read"), (tx) => listDay(tx, { date: day() })),
    isMeant: (text) => text.includes("from app.bookings") && text.includes("full_name"),
  },
  "a customer's bookings": {
    role: "app_member",
    index: "bookings_customer",
    table: "bookings",
    run: () =>
      enter(asReception(practice, "customers:read"), (tx) =>
        readCustomer(tx, { customerId: practice.locationId }),
      ),
    isMeant: (text) => text.includes("bookings") && text.includes("customer_id"),
  },
} satisfies Record<
  string,
  {
    role: "app_guest" | "app_member"
    index: string
    table: string
    run: () => Promise<unknown>
    isMeant: (text: string) => boolean
  }
>

describe.each(["before any statistics", "after analyze"])(
  "hot reads under row-level security, %s",
  (when) => {
    beforeAll(async () => {
      if (when === "after analyze") await root.query("analyze")
    })

    it.each(Object.keys(hot) as (keyof typeof hot)[])(
      "%s: a B-tree, no whole table and no GiST",
      async (name) => {
        const { role, index, table, run, isMeant } = hot[name]
        const sent = (await recordStatements(run)).filter(({ text }) => isMeant(text))
        expect(sent).toHaveLength(1)
        const { text = "", values = [] } = sent[0] ?? {}
        const scans = (await explain(role, text, values)).filter(
          (scan) => scan.includes(table) || scan.includes(index),
        )
        expect(scans).toHaveLength(1)
        expect(scans[0]).toMatch(new RegExp(`^(Index Only|Index|Bitmap Index) Scan ${index}$`))
      },
    )

    it("the occupancy check of a commit never reads the practice by the exclusion constraint", async () => {
      const source = await root.query("select prosrc from pg_proc where oid = 'app.check_occupancy'::regproc")
      const query = /select count\(\*\) filter[\s\S]*?'infinity';/.exec(source.rows[0].prosrc)?.[0] ?? ""
      const text = query
        .replace(/into taken/, "")
        .replaceAll("occupied_from", "$3::timestamptz")
        .replaceAll("occupied_to", "$4::timestamptz")
        .replaceAll("b.practitioner_id", "$5::uuid")
        .replaceAll("b.tenant_id", "$1::uuid")
        .replace("= b.id", "= $2::uuid")
        .replace(/;$/, "")
      const values = [
        practice.tenantId,
        practice.locationId,
        inDays(1),
        inDays(1),
        practice.practitionerIds[0],
      ]
      const scans = (await explain("app_member", text, values)).filter((scan) => scan.includes("allocations"))
      expect(scans).toHaveLength(1)
      expect(scans[0]).toMatch(/Scan allocations_booking$/)
    })
  },
)

describe("the trap itself", () => {
  it("a predicate that implies the constraint's tempts the planner to GiST on a young table", async () => {
    const young = await cloneDatabase()
    const client = new pg.Client({ connectionString: young.superuserUrl })
    await client.connect()
    await client.query("set plan_cache_mode = force_generic_plan")
    await client.query(
      "prepare trap(uuid, uuid) as select 1 from app.allocations a where a.tenant_id = $1 and a.booking_id = $2 and a.released_at is null",
    )
    await client.query(
      "prepare closed(uuid, uuid) as select 1 from app.allocations a where a.tenant_id = $1 and a.booking_id = $2 and coalesce(a.released_at, 'infinity') = 'infinity'",
    )
    const plan = async (name: string) =>
      scansOf(
        (
          await client.query(
            `explain (format json) execute ${name}('${practice.tenantId}', '${practice.tenantId}')`,
          )
        ).rows[0]["QUERY PLAN"][0].Plan,
      )
    const [trap, closed] = [await plan("trap"), await plan("closed")]
    await client.end()
    await young.drop()
    expect(trap).toEqual(["Index Scan allocations_never_overlap"])
    expect(closed[0]).toMatch(/Scan allocations_booking$/)
  })
})
