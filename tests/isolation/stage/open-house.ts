import { randomBytes } from "node:crypto"
import { openStage, type Stage } from "#tests/isolation/stage/open-stage"
import { startSupabase, type TestSupabase } from "#tests/support/supabase"

export type Account = { readonly userId: string; readonly email: string; readonly password: string }
export type House = Stage & {
  readonly supabase: TestSupabase
  /** By name of the person in `here`, and "stranger": the owner of `there`. All of them can sign in. */
  readonly accounts: Readonly<Record<string, Account>>
}

/** Two practices and a real auth service beside their database, in which everybody has a password. */
export async function openHouse(): Promise<House> {
  const stage = await openStage()
  const supabase = await startSupabase(stage.database)
  const people = { ...stage.here.people, stranger: stage.there.people.owner }
  const accounts: Record<string, Account> = {}
  for (const [name, { userId }] of Object.entries(people)) {
    const password = randomBytes(12).toString("base64url")
    const { rows } = await stage.owner.query<{ email: string }>(
      `with person as (
         update auth.users set email = lower(email), aud = 'authenticated', role = 'authenticated', email_confirmed_at = now(),
           encrypted_password = extensions.crypt($2, extensions.gen_salt('bf', 4)), created_at = now(), updated_at = now(),
           raw_app_meta_data = '{"provider": "email", "providers": ["email"]}'
         where id = $1 returning id, email
       ), named as (
         insert into auth.identities (id, provider, provider_id, user_id, identity_data)
         select gen_random_uuid(), 'email', id::text, id,
           jsonb_build_object('sub', id, 'email', email, 'email_verified', true) from person
       )
       select email from person`,
      [userId, password],
    )
    accounts[name] = { userId, email: rows[0]?.email ?? "", password }
  }
  async function close() {
    await supabase.stop()
    await stage.close()
  }
  return { ...stage, supabase, accounts, close }
}
