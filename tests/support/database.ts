import { randomBytes } from "node:crypto"
import { inject } from "vitest"
import { changeUrl, withClient } from "../../supabase/local/prepare-database.ts"

export interface TestDatabase {
  name: string
  /** cluster superuser: for what even the owner may not do */
  superuserUrl: string
  /** role `postgres`: migrations, planting rows, reading back */
  ownerUrl: string
  /** role `app_server`: what the application has */
  appUrl: string
  workerUrl: string
  authUrl: string
  /** base64 of 32 bytes, as in SEAL_KEY */
  sealKey: string
  drop(): Promise<void>
}

/** Sets what `lib/base/env` reads. Call before anything in the test file asks for the environment. */
export function setApplicationEnvironment(
  database: Pick<TestDatabase, "appUrl" | "workerUrl" | "sealKey">,
): void {
  Object.assign(process.env, {
    APP_URL: "http://localhost:3000",
    SUPABASE_URL: "http://127.0.0.1:1",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_tests",
    DATABASE_URL: database.appUrl,
    WORKER_DATABASE_URL: database.workerUrl,
    SEAL_KEY: database.sealKey,
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "Tests <tests@holdfast.test>",
  })
}

/**
 * A database of its own for a test file: a copy of the migrated template, in well under a second.
 * Sets the application's environment to it. Drop it in `afterAll`.
 */
export async function cloneDatabase(): Promise<TestDatabase> {
  const cluster = inject("cluster")
  const name = `test_${randomBytes(6).toString("hex")}`
  const admin = changeUrl(cluster.superuserUrl, { database: "postgres" })
  await withClient(admin, (client) =>
    client.query(`create database ${name} template ${cluster.template} owner postgres strategy file_copy`),
  )
  const at = (url: string) => changeUrl(url, { database: name })
  const database: TestDatabase = {
    name,
    superuserUrl: at(cluster.superuserUrl),
    ownerUrl: at(cluster.ownerUrl),
    appUrl: at(cluster.appUrl),
    workerUrl: at(cluster.workerUrl),
    authUrl: at(cluster.authUrl),
    sealKey: cluster.sealKey,
    drop: () =>
      withClient(admin, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
  setApplicationEnvironment(database)
  return database
}
