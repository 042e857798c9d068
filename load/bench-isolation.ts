/**
 * What the walls cost: hot reads under the seal and row-level security, against the very same statements of a role that
 * bypasses them. Usage: npm run bench -- isolation
 */
import pg from "pg"
import { sealContext } from "#lib/crypto/seal-context"
import { atMost, type Bench, compare, report } from "./_bench.ts"
import { busyQuery, dateIn, receptionOf } from "./_bench-practice.ts"

export async function benchIsolation({ database, practice }: Bench): Promise<void> {
  const [one = ""] = practice.practitionerIds
  const day = {
    text: `select b.id, b.state, b.starts_at, b.ends_at, b.practitioner_id, s.name, c.full_name, c.phone
      from app.bookings b
      join app.services s on s.tenant_id = b.tenant_id and s.id = b.service_id
      left join app.customers c on c.tenant_id = b.tenant_id and c.id = b.customer_id
      where b.tenant_id = $1 and b.starts_at >= $2 and b.starts_at < $3 order by b.starts_at, b.practitioner_id`,
    values: [practice.tenantId, new Date(`${dateIn(5)}T00:00:00Z`), new Date(`${dateIn(6)}T00:00:00Z`)],
  }
  const cases = [
    {
      what: "busy ranges of twenty practitioners, 30 days",
      kind: "guest",
      ...(await busyQuery(practice, practice.practitionerIds)),
    },
    {
      what: "busy ranges of one practitioner, 30 days",
      kind: "guest",
      ...(await busyQuery(practice, [one])),
    },
    { what: "the day view, with customers", kind: "member", ...day },
  ] as const
  const app = new pg.Client({ connectionString: database.appUrl })
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await Promise.all([app.connect(), owner.connect()])
  for (const [index, { what, kind, text, values }] of cases.entries()) {
    const claims = { ...receptionOf(practice), kind, tenantId: practice.tenantId }
    const open = async () => {
      await app.query("rollback")
      await app.query("begin")
      await app.query(
        "select set_config('role', $1, true), set_config('app.seal', $2, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
        [`app_${kind}`, sealContext(claims, Buffer.from(database.sealKey, "base64"), Date.now())],
      )
    }
    // Sealed as well, so that what the query itself asks of the seal costs both the same.
    const operator = sealContext(
      { ...claims, kind: "operator" },
      Buffer.from(database.sealKey, "base64"),
      Date.now(),
    )
    await owner.query("begin")
    await owner.query(
      "select set_config('app.seal', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
      [operator],
    )
    await open()
    const query = (client: pg.Client) => client.query({ name: `hot-${index}`, text, values: [...values] })
    const [walled, open_] = [await query(app), await query(owner)]
    if (walled.rows.length !== open_.rows.length) throw new Error("the walls changed the answer")
    // A seal lives for a minute: few rounds, then a new one.
    const { oneMs, otherMs, ratio } = await compare(
      () => query(app),
      () => query(owner),
      { rounds: 25, calls: 60 },
    )
    await owner.query("rollback")
    report(
      `${what}: sealed / without row-level security`,
      `${oneMs.toFixed(3)} / ${otherMs.toFixed(3)} ms = ${ratio.toFixed(2)}`,
      index === 1 ? undefined : atMost(ratio, 1.15),
    )
  }
  await Promise.all([app.end(), owner.end()])
}
