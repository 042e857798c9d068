// `npm run schema:dump`: supabase/schema.sql from a freshly migrated database. With --check, says whether it is stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describeSchema } from "./describe-schema.ts"
import { runCommand } from "./plain-error.ts"
import { withClient } from "./prepare-database.ts"
import { withMigratedDatabase } from "./scratch-cluster.ts"
import { repositoryRoot } from "./state-folder.ts"

const target = join(repositoryRoot, "supabase", "schema.sql")

await runCommand(() =>
  withMigratedDatabase(async ({ ownerUrl }) => {
    const fresh = await withClient(ownerUrl, describeSchema)
    if (!process.argv.includes("--check")) {
      writeFileSync(target, fresh)
      console.log("supabase/schema.sql written")
      return 0
    }
    const stale = !existsSync(target) || readFileSync(target, "utf8") !== fresh
    console.log(
      stale ? "✗ supabase/schema.sql is stale: npm run schema:dump" : "✓ supabase/schema.sql is fresh",
    )
    return stale ? 1 : 0
  }),
)
process.exit()
