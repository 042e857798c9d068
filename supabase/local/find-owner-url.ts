import { withClient } from "./prepare-database.ts"
import { withMigratedDatabase } from "./scratch-cluster.ts"
import { openStateFolder, readJson, type StackFile } from "./state-folder.ts"

/** The owner's address of OWNER_DATABASE_URL, or of the running stack; undefined when neither answers. */
export async function findOwnerUrl(): Promise<string | undefined> {
  if (process.env.OWNER_DATABASE_URL) return process.env.OWNER_DATABASE_URL
  const stack = readJson<StackFile>(openStateFolder().path("stack.json"))
  if (!stack) return undefined
  const answers = await withClient(stack.ownerDatabaseUrl, (client) => client.query("select 1")).catch(
    () => undefined,
  )
  return answers && stack.ownerDatabaseUrl
}

/** Runs against the database at hand, or, where none runs, a freshly migrated one of the same Postgres. */
export async function withAnyDatabase<T>(
  run: (ownerUrl: string, isScratch: boolean) => Promise<T>,
): Promise<T> {
  const ownerUrl = await findOwnerUrl()
  if (ownerUrl) return run(ownerUrl, false)
  return withMigratedDatabase((urls) => run(urls.ownerUrl, true))
}
