import { createClient } from "@supabase/supabase-js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cloneDatabase, type TestDatabase } from "#tests/support/database"
import { startSupabase, type TestSupabase } from "#tests/support/supabase"
import { withClient } from "../../supabase/local/prepare-database.ts"

const email = "reception@holdfast.test"
const password = "a long enough passphrase"
let database: TestDatabase
let supabase: TestSupabase
let userId = ""

beforeAll(async () => {
  database = await cloneDatabase()
  supabase = await startSupabase(database)
  userId = await supabase.createUser(email, password)
})
afterAll(async () => {
  await supabase.stop()
  await database.drop()
})

const newClient = () =>
  createClient(supabase.url, supabase.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })

async function signIn() {
  const client = newClient()
  const { data, error } = await client.auth.signInWithPassword({ email, password })
  if (error || !data.session) throw error ?? new Error("no session")
  return { client, session: data.session }
}

const refresh = (refreshToken: string) => newClient().auth.refreshSession({ refresh_token: refreshToken })

const sessionLives = (session: string) =>
  withClient(database.superuserUrl, async (client) => {
    const result = await client.query<{ lives: boolean }>("select private.session_lives($1, $2) as lives", [
      session,
      userId,
    ])
    return result.rows[0]?.lives
  })

describe("the local Supabase behaves as the hosted one", () => {
  test("a sign-in gives an ES256 token of an hour at most, bound to a session that the database sees", async () => {
    const { client, session } = await signIn()
    const { data } = await client.auth.getClaims(session.access_token)
    expect(data?.header.alg).toBe("ES256")
    expect(data?.claims).toMatchObject({ sub: userId, role: "authenticated", aal: "aal1" })
    expect((data?.claims.exp ?? 0) - (data?.claims.iat ?? 0)).toBeLessThanOrEqual(3600)
    expect(await sessionLives(data?.claims.session_id ?? "")).toBe(true)
  })

  test("signing out ends the session in the database at once, while the token still lives", async () => {
    const { client, session } = await signIn()
    const { data } = await client.auth.getClaims(session.access_token)
    await client.auth.signOut()
    expect(await sessionLives(data?.claims.session_id ?? "")).toBe(false)
  })

  test("replaying a refresh token from before the last rotation ends the whole family", async () => {
    const { session: first } = await signIn()
    const second = await refresh(first.refresh_token)
    const third = await refresh(second.data.session?.refresh_token ?? "")
    expect(third.error).toBeNull()
    expect((await refresh(first.refresh_token)).error?.code).toBe("refresh_token_already_used")
    expect((await refresh(third.data.session?.refresh_token ?? "")).error).not.toBeNull()
  })

  test("nobody signs up by themselves", async () => {
    const { error } = await newClient().auth.signUp({ email: "stranger@holdfast.test", password })
    expect(error?.code).toBe("signup_disabled")
  })

  test("mail of the auth service lands in the mailbox", async () => {
    await newClient().auth.resetPasswordForEmail(email)
    const found = await (await fetch(`${supabase.mailboxUrl}/api/messages?to=${email}`)).json()
    expect(found).toHaveLength(1)
  })

  test("a signed-in person reaches nothing through the Data API", async () => {
    const { client } = await signIn()
    for (const schema of ["app", "audit", "private"]) {
      const { data, error } = await client
        .schema(schema as "public")
        .from("tenants")
        .select()
      expect(data).toBeNull()
      expect(error).not.toBeNull()
    }
  })
})
