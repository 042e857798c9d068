import { randomUUID } from "node:crypto"
import pg from "pg"
import { localDateAt } from "#lib/availability/wall-clock"
import { sealContext } from "#lib/crypto/seal-context"
import { planCalendar, seededRandom } from "./seed/fill-calendar.ts"
import { firstNames, lastNames, people, practices, type SeedPractice } from "./seed/practices.ts"
import { writeCalendar, writePractice } from "./seed/write-practice.ts"
import type { StackFile } from "./state-folder.ts"

type Seeded = Pick<StackFile, "tenants" | "accounts">
type Account = Seeded["accounts"][number] & { userId: string; displayName: string }

const customersPerPractice = 90

/**
 * Founds the two demo practices as the operator, once; on later starts it only says who they are.
 * Needs OWNER_DATABASE_URL, SEAL_KEY and DEMO_PASSWORD.
 */
export async function seed(env: NodeJS.ProcessEnv): Promise<Seeded> {
  const { OWNER_DATABASE_URL, SEAL_KEY, DEMO_PASSWORD } = env
  if (!OWNER_DATABASE_URL || !SEAL_KEY || !DEMO_PASSWORD) {
    throw new Error("The seed needs OWNER_DATABASE_URL, SEAL_KEY and DEMO_PASSWORD.")
  }
  const client = new pg.Client({ connectionString: OWNER_DATABASE_URL })
  await client.connect()
  try {
    const tenants: Seeded["tenants"] = []
    const accounts: Seeded["accounts"] = []
    for (const practice of practices) {
      const staff = staffOf(practice, DEMO_PASSWORD)
      const known = await client.query<{ tenant_id: string }>(
        "select tenant_id from app.tenants where slug = $1",
        [practice.slug],
      )
      const tenantId = known.rows[0]?.tenant_id ?? (await found(client, practice, staff, SEAL_KEY))
      tenants.push({ id: tenantId, slug: practice.slug, name: practice.name, timeZone: practice.zone })
      for (const { tenantSlug, email, password, role } of staff)
        accounts.push({ tenantSlug, email, password, role })
    }
    return { tenants, accounts }
  } finally {
    await client.end()
  }
}

function staffOf(practice: SeedPractice, password: string): Account[] {
  return Object.entries(people[practice.slug] ?? {}).map(([role, displayName]) => ({
    tenantSlug: practice.slug,
    email: `${role}@${practice.slug}.example`,
    password,
    role,
    userId: randomUUID(),
    displayName,
  }))
}

async function found(
  client: pg.Client,
  practice: SeedPractice,
  staff: Account[],
  sealKey: string,
): Promise<string> {
  const tenantId = randomUUID()
  const sealed = async (work: () => Promise<void>) => {
    const claims = { kind: "operator", tenantId, purpose: "seed", requestId: randomUUID() } as const
    const seal = sealContext(claims, Buffer.from(sealKey, "base64"), Date.now())
    await client.query("begin")
    try {
      await client.query("select set_config('app.seal', $1, true)", [seal])
      await work()
      await client.query("commit")
    } catch (error) {
      await client.query("rollback")
      throw error
    }
  }
  await sealed(async () => {
    for (const one of staff) await createAccount(client, one)
    const ids = await writePractice(client, practice, tenantId, staff)
    const customerIds = await writeCustomers(client, practice, tenantId)
    const nowMinute = Math.floor(Date.now() / 60_000)
    const plan = planCalendar(practice, localDateAt(nowMinute, practice.zone), nowMinute, customerIds.length)
    await writeCalendar(client, practice, ids, customerIds, plan)
  })
  return tenantId
}

/** A confirmed account as Supabase Auth itself would have written it. */
async function createAccount(
  client: pg.Client,
  { userId, email, password, displayName }: Account,
): Promise<void> {
  await client.query(
    `insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
       raw_user_meta_data, created_at, updated_at)
     values ($1, 'authenticated', 'authenticated', $2, extensions.crypt($3, extensions.gen_salt('bf', 10)), now(),
       '{"provider": "email", "providers": ["email"]}', '{}', now(), now())`,
    [userId, email, password],
  )
  await client.query(
    `insert into auth.identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
     values (gen_random_uuid(), $1::uuid, 'email', $1::text, jsonb_build_object('sub', $1::text, 'email', $2::text,
       'email_verified', true), now(), now(), now())`,
    [userId, email],
  )
  if (!displayName) throw new Error("a member without a name")
}

async function writeCustomers(
  client: pg.Client,
  practice: SeedPractice,
  tenantId: string,
): Promise<string[]> {
  const random = seededRandom(practice.name.length * 104729)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const rows = Array.from({ length: customersPerPractice }, (_, i) => {
    const first = pick(firstNames)
    const last = pick(lastNames)
    const phone = `${practice.country === "DE" ? "+49 30 5550" : "+1 604 555"} ${String(1000 + i * 7).padStart(4, "0")}`
    // Every ninth has no e-mail: a phone alone is enough.
    const email = i % 9 === 0 ? null : `${first}.${last}.${i}@mail.example`.toLowerCase()
    return {
      tenant_id: tenantId,
      id: randomUUID(),
      full_name: `${first} ${last}`,
      email,
      phone,
      locale: practice.locale,
      source: "desk",
      created_at: new Date(),
    }
  })
  const columns = "tenant_id, id, full_name, email, phone, locale, source, created_at"
  await client.query(
    `insert into app.customers (${columns}) select ${columns} from jsonb_populate_recordset(null::app.customers, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
  return rows.map(({ id }) => id)
}
