/** The local Supabase API on a test database of one's own: for tests of sign-in, sessions and what ends them. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findFreePorts } from "../../supabase/local/choose-ports.ts"
import { createSecrets } from "../../supabase/local/create-secrets.ts"
import { withClient } from "../../supabase/local/prepare-database.ts"
import { serveMailbox } from "../../supabase/local/serve-mailbox.ts"
import { startProgram, tailOfLog } from "../../supabase/local/start-process.ts"
import type { SupabaseApiSettings } from "../../supabase/local/supabase-api.ts"
import type { TestDatabase } from "./database.ts"

export interface TestSupabase {
  url: string
  publishableKey: string
  mailboxUrl: string
  /** Someone who can sign in; returns the user id. */
  createUser(email: string, password: string): Promise<string>
  stop(): Promise<void>
}

/** Starts it and names it in the environment (SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY). Stop it in `afterAll`. */
export async function startSupabase(database: TestDatabase): Promise<TestSupabase> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-supabase-"))
  const [port = 0, smtpPort = 0, httpPort = 0] = await findFreePorts(3)
  const { jwtSecret, jwtPrivateKey, publishableKey, secretKey } = await createSecrets()
  const settings: SupabaseApiSettings = {
    port,
    databaseUrl: database.authUrl,
    appUrl: "http://localhost:3000",
    smtpPort,
    mailFrom: "accounts@holdfast.test",
    jwtSecret,
    jwtPrivateKey,
    publishableKey,
    secretKey,
  }
  const url = `http://127.0.0.1:${port}`
  const mailbox = await serveMailbox({ folder, smtpPort, httpPort })
  const logPath = join(folder, "supabase.log")
  const api = startProgram("supabase/local/supabase-api.ts", {
    name: "supabase",
    logPath,
    env: { ...process.env, HOLDFAST_SUPABASE_API: JSON.stringify(settings) },
  })
  while (!(await fetch(`${url}/auth/v1/.well-known/jwks.json`).catch(() => undefined))?.ok) {
    if (api.hasEnded()) throw new Error(`The Supabase API did not start:\n${tailOfLog(logPath)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  Object.assign(process.env, { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: publishableKey })
  return {
    url,
    publishableKey,
    mailboxUrl: `http://127.0.0.1:${httpPort}`,
    createUser: (email, password) =>
      withClient(database.ownerUrl, async (client) => {
        const made = await client.query<{ id: string }>(
          `with made as (
             insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data)
             values (gen_random_uuid(), 'authenticated', 'authenticated', $1,
               extensions.crypt($2, extensions.gen_salt('bf', 4)), now(), '{"provider": "email", "providers": ["email"]}')
             returning id
           ), named as (
             insert into auth.identities (id, provider, provider_id, user_id, identity_data)
             select gen_random_uuid(), 'email', id::text, id,
               jsonb_build_object('sub', id, 'email', $1::text, 'email_verified', true) from made
           )
           select id from made`,
          [email, password],
        )
        return made.rows[0]?.id ?? ""
      }),
    async stop() {
      await api.stop()
      await mailbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
