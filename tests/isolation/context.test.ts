import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sealContext } from "#lib/crypto/seal-context"
import { claimsOf, type RequestRole } from "#tests/isolation/stage/actors"
import { badSeals } from "#tests/isolation/stage/bad-seals"
import { ask, openStage, underSeal } from "#tests/isolation/stage/open-stage"
import { digestOfTenant, listCatalog } from "#tests/isolation/stage/read-catalog"
import { rowToInsert } from "#tests/isolation/stage/sample-writes"

const stage = await openStage()
const { here, there, superuser, server } = stage
const catalog = await listCatalog(superuser)
const tables = catalog.relations.filter(({ name }) => /^(app|audit|private)\./.test(name))

beforeAll(async () => {
  await superuser.query("update auth.sessions set not_after = now() - interval '1 second' where id = $1", [
    here.people.billing.sessionId,
  ])
})
afterAll(() => stage.close())

/** Tries one table under one context, every command; returns what was more than nothing. */
async function leaks(
  table: (typeof tables)[number],
  role: RequestRole,
  seal: string | null,
): Promise<string[]> {
  const may = table.columns[role]
  const found: string[] = []
  const attempt = async (name: string, text: string, values: unknown[] = []) => {
    const answer = await underSeal(server, role, seal, "commit", (client) => ask(client, text, values))
    // HF006: the booking trigger looks for the service before the wall is asked, and sees none.
    const refused =
      answer.sqlstate === "42501" || (answer.sqlstate === "HF006" && table.name === "app.bookings")
    const nothing = !answer.sqlstate && answer.count === 0
    if (!refused && !nothing)
      found.push(`${table.name} ${name}: ${answer.sqlstate ?? `${answer.count} rows`}`)
  }
  await attempt("select", `select ${may.select.join(", ") || "*"} from ${table.name}`)
  const column = may.update[0] ?? table.anyColumn
  await attempt("update", `update ${table.name} set ${column} = ${column}`)
  await attempt("delete", `delete from ${table.name}`)
  const row = rowToInsert(
    table.name,
    role === "app_guest" ? "guest" : role === "app_job" ? "job" : "owner",
    here,
  )
  const names = Object.keys(row ?? {})
  await attempt(
    "insert",
    row
      ? `insert into ${table.name} (${names.join(", ")}) values (${names.map((_, i) => `$${i + 1}`).join(", ")})`
      : `insert into ${table.name} default values`,
    Object.values(row ?? {}),
  )
  return found
}

describe("TRAP settings are writable by the role itself: under no such context is there a row, a write or a surprise", () => {
  const before = Promise.all(
    [here, there].map(({ tenantId }) => digestOfTenant(superuser, catalog, tenantId)),
  )

  test.each(badSeals(stage))("$role with $name", async ({ role, seal }) => {
    await before
    const found: string[] = []
    for (const table of tables) found.push(...(await leaks(table, role, seal)))
    expect(found).toEqual([])
  })

  test("and nothing was written by any of them", async () => {
    const after = await Promise.all(
      [here, there].map(({ tenantId }) => digestOfTenant(superuser, catalog, tenantId)),
    )
    expect(after).toEqual(await before)
  })

  test("the control: an honest seal sees rows", async () => {
    const seal = sealContext(claimsOf("owner", here, there), stage.sealKey, Date.now())
    const answer = await underSeal(server, "app_member", seal, "rollback", (c) =>
      ask(c, "select * from app.customers"),
    )
    expect(answer.count).toBe(1)
  })
})

describe("fuzz: what is not a seal is no context, and never an error", () => {
  const question =
    "select app.tenant_id() is null and app.actor_id() is null and app.link_hash() is null and not app.can('public:read') as nobody"
  const isNobody = async (seal: string) => {
    const answer = await underSeal(server, "app_guest", seal, "rollback", (client) => ask(client, question))
    return answer.sqlstate === undefined && answer.rows[0]?.nobody === true
  }
  const noNull = (text: string) => text.replaceAll("\u0000", "")

  test("any text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), (text) => isNobody(noNull(text))),
      { numRuns: 800 },
    )
  })
  test("anything of the right shape", async () => {
    const shaped = fc
      .tuple(
        fc.nat(99),
        fc.base64String({ minLength: 4, maxLength: 400 }),
        fc.stringMatching(/^[0-9a-f]{64}$/),
      )
      .map(([id, body, mac]) => `${id}.${body}.${mac}`)
    await fc.assert(fc.asyncProperty(shaped, isNobody), { numRuns: 800 })
  })
  test("an honest seal with one character changed, inserted or removed, anywhere", async () => {
    const seal = sealContext(claimsOf("guest-view", here, there), stage.sealKey, Date.now())
    expect(await isNobody(seal)).toBe(false)
    const spoil = fc
      .tuple(fc.nat(seal.length - 1), fc.constantFrom(..."0aAzZ9+/=. \n"), fc.nat(2))
      .map(([at, char, how]) =>
        how === 0
          ? seal.slice(0, at) + char + seal.slice(at + 1)
          : how === 1
            ? seal.slice(0, at) + char + seal.slice(at)
            : seal.slice(0, at) + seal.slice(at + 1),
      )
    await fc.assert(
      fc.asyncProperty(spoil, async (spoiled) => spoiled === seal || (await isNobody(spoiled))),
      { numRuns: 800 },
    )
  })
})

describe("TRAP replay: a seal is worth nothing a moment after its expiry", () => {
  test("in a new transaction, and in one that was kept open", async () => {
    const seal = sealContext(claimsOf("reception", here, there), stage.sealKey, Date.now(), 1)
    const answer = await underSeal(server, "app_member", seal, "rollback", async (client) => {
      const first = await ask(client, "select id from app.customers")
      expect(first.count).toBe(1)
      await client.query("select pg_sleep(1.1)")
      return ask(client, "select id from app.customers")
    })
    expect(answer.count).toBe(0)
    const again = await underSeal(server, "app_member", seal, "rollback", (c) =>
      ask(c, "select id from app.customers"),
    )
    expect(again.count).toBe(0)
  })

  test("a write begun in time and committed too late is refused", async () => {
    const seal = sealContext(claimsOf("reception", here, there), stage.sealKey, Date.now(), 1)
    const answer = await underSeal(server, "app_member", seal, "commit", async (client) => {
      const written = await ask(client, "update app.customers set phone = '+49 30 999'")
      await client.query("select pg_sleep(1.1)")
      return written
    })
    expect(answer.sqlstate).toBe("HF010")
  })
})

test("signing out counts on the next statement, also within a transaction", async () => {
  const seal = sealContext(claimsOf("clinician", here, there), stage.sealKey, Date.now())
  const answer = await underSeal(server, "app_member", seal, "rollback", async (client) => {
    expect((await ask(client, "select id from app.bookings")).count).toBeGreaterThan(0)
    await superuser.query("delete from auth.sessions where id = $1", [here.people.clinician.sessionId])
    return ask(client, "select id from app.bookings")
  })
  expect([answer.sqlstate, answer.count]).toEqual([undefined, 0])
})

test("a withdrawn permission is gone, a granted one is there, on the next statement", async () => {
  const seal = sealContext(claimsOf("reception", here, there), stage.sealKey, Date.now())
  const set = (change: string) =>
    stage.owner.query(
      `begin; select set_config('app.seal', '${sealContext(
        { kind: "operator", tenantId: here.tenantId, purpose: "test", requestId: "r" },
        stage.sealKey,
        Date.now(),
      )}', true); update app.memberships set ${change} where user_id = '${here.people.reception.userId}'; commit`,
    )
  const sees = async () =>
    (await underSeal(server, "app_member", seal, "rollback", (c) => ask(c, "select from app.customers")))
      .count > 0
  const reads = async () =>
    (await underSeal(server, "app_member", seal, "rollback", (c) => ask(c, "select from audit.log"))).count >
    0
  expect([await sees(), await reads()]).toEqual([true, false])
  await set("withdrawn = '{customers:read}', granted = '{audit:read}'")
  expect([await sees(), await reads()]).toEqual([false, true])
  await set("granted = '{customers:read}'")
  expect(await sees()).toBe(false)
})
