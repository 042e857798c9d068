// `npm run gen:types`: lib/db/schema.gen.ts from the migrated catalog. With --check, says whether it is stale.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PlainError, runCommand } from "./plain-error.ts"
import { withMigratedDatabase } from "./scratch-cluster.ts"
import { repositoryRoot } from "./state-folder.ts"

const target = join(repositoryRoot, "lib", "db", "schema.gen.ts")

await runCommand(() =>
  withMigratedDatabase(async ({ ownerUrl }) => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-types-"))
    const made = join(folder, "schema.gen.ts")
    const cli = join(repositoryRoot, "node_modules", "kysely-codegen", "dist", "cli", "bin.js")
    const args = [
      "--dialect=postgres",
      "--date-parser=string",
      "--include-pattern=(app|audit).*",
      "--out-file",
      made,
      "--url=env(CODEGEN_URL)",
    ]
    const result = spawnSync(process.execPath, [cli, ...args], {
      cwd: repositoryRoot,
      encoding: "utf8",
      env: { ...process.env, CODEGEN_URL: ownerUrl },
    })
    if (result.status !== 0) throw new PlainError("kysely-codegen failed.", result.stderr || result.stdout)
    const fresh = readFileSync(made, "utf8")
    rmSync(folder, { recursive: true })
    if (!process.argv.includes("--check")) {
      writeFileSync(target, fresh)
      console.log("lib/db/schema.gen.ts written")
      return 0
    }
    const stale = readFileSync(target, "utf8") !== fresh
    console.log(
      stale ? "✗ lib/db/schema.gen.ts is stale: npm run gen:types" : "✓ lib/db/schema.gen.ts is fresh",
    )
    return stale ? 1 : 0
  }),
)
process.exit()
