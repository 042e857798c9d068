/** A Postgres of its own for a test run or a check: shimmed, migrated, in a temporary folder, gone afterwards. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findFreePorts } from "./choose-ports.ts"
import { createSecrets } from "./create-secrets.ts"
import { migrateDatabase, migrateWorker } from "./migrate-database.ts"
import { type PostgresServer, removeDataFolder, startPostgres } from "./postgres-server.ts"
import {
  changeUrl,
  installSealKey,
  prepareDatabase,
  setLoginPasswords,
  withClient,
} from "./prepare-database.ts"
import type { Secrets } from "./state-folder.ts"

export interface DatabaseUrls {
  database: string
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  workerUrl: string
  authUrl: string
}

export interface ScratchCluster {
  port: number
  secrets: Secrets
  urls(database: string): DatabaseUrls
  /** An empty database as hosted Supabase hands it over, then migrated. */
  createMigrated(database: string): Promise<DatabaseUrls>
  /** Ends the server without warning (SIGKILL), as a power cut would. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface ScratchOptions {
  /** True when the data must survive `kill()`. */
  durable?: boolean
}

export async function startScratchCluster({ durable = false }: ScratchOptions = {}): Promise<ScratchCluster> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-"))
  const dataFolder = join(folder, "db")
  const [port = 0] = await findFreePorts(1)
  const secrets = await createSecrets()
  // The server's own user has to pass through; the data folder itself stays closed (0700).
  chmodSync(folder, 0o711)
  const start = (): Promise<PostgresServer> =>
    startPostgres({
      dataFolder,
      logPath: join(folder, "postgres.log"),
      port,
      superuserPassword: secrets.superuserPassword,
      durable,
    })
  let server = await start()
  let stopped = false

  const urls = (database: string): DatabaseUrls => {
    const as = (user: string, password: string) =>
      changeUrl(server.superuserUrl, { user, password, database })
    return {
      database,
      superuserUrl: as("supabase_admin", secrets.superuserPassword),
      ownerUrl: as("postgres", secrets.ownerPassword),
      appUrl: as("app_server", secrets.appServerPassword),
      workerUrl: as("app_worker", secrets.appWorkerPassword),
      authUrl: as("supabase_auth_admin", secrets.authAdminPassword),
    }
  }

  return {
    port,
    secrets,
    urls,
    async createMigrated(database) {
      if (database !== "postgres") {
        await withClient(server.superuserUrl, (client) =>
          client.query(`create database ${client.escapeIdentifier(database)}`),
        )
      }
      const found = urls(database)
      await prepareDatabase(found.superuserUrl, secrets)
      await migrateDatabase(found.ownerUrl)
      await setLoginPasswords(found.ownerUrl, secrets)
      await migrateWorker(found.workerUrl)
      await installSealKey(found.ownerUrl, secrets.sealKey)
      return found
    },
    async kill() {
      process.kill(server.process.pid, "SIGKILL")
      await server.process.ended
    },
    async restart() {
      for (let attempt = 1; ; attempt++) {
        try {
          server = await start()
          return
        } catch (error) {
          // The killed server's backends hold its shared memory for a moment longer.
          if (attempt === 20) throw error
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
      }
    },
    async stop() {
      if (stopped) return
      stopped = true
      await server.stop()
      removeDataFolder(dataFolder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a check against a freshly migrated database, and cleans up whatever it says. */
export async function withMigratedDatabase<T>(run: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const cluster = await startScratchCluster()
  try {
    return await run(await cluster.createMigrated("postgres"))
  } finally {
    await cluster.stop()
  }
}
