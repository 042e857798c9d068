// `npm run advisors`: Supabase's linter over every schema of a freshly migrated database, at level info. What it may
// say is in advisors-allowed.json, with a reason; an entry that nothing needs any more fails too.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runSupabaseCli } from "./migrate-database.ts"
import { PlainError, runCommand } from "./plain-error.ts"
import { withClient } from "./prepare-database.ts"
import { type DatabaseUrls, withMigratedDatabase } from "./scratch-cluster.ts"

interface Finding {
  name: string
  level: string
  detail: string
  cache_key: string
}

interface Allowance {
  name: string
  match: string
  why: string
}

// The linter looks only at schemas that the Data API exposes, and only at what anon and authenticated may do. Here
// that is nothing at all, and it would find nothing whatever we did. So it gets a configuration that exposes every
// schema, and in this throw-away database anon and authenticated have all that our request roles have.
const everySchema = ["app", "audit", "clinical", "private", "public", "graphile_worker"]
const lintedConfig = `project_id = "holdfast-lint"\n[api]\nschemas = ${JSON.stringify(everySchema)}\n`
const exposeEverything = "grant app_guest, app_member, app_job to anon, authenticated with inherit true"

async function lint(urls: DatabaseUrls): Promise<Finding[]> {
  const workdir = mkdtempSync(join(tmpdir(), "holdfast-lint-"))
  mkdirSync(join(workdir, "supabase"))
  writeFileSync(join(workdir, "supabase", "config.toml"), lintedConfig)
  const { code, output, errors } = await runSupabaseCli(
    ["db", "advisors", "--level", "info"],
    urls.ownerUrl,
    workdir,
  )
  rmSync(workdir, { recursive: true })
  if (code !== 0) throw new PlainError("The advisors did not run.", `${output}\n${errors}`)
  const start = output.search(/^\[/m)
  return start < 0 ? [] : (JSON.parse(output.slice(start, output.lastIndexOf("]") + 1)) as Finding[])
}

const allowances = JSON.parse(
  readFileSync(new URL("./advisors-allowed.json", import.meta.url), "utf8"),
) as Allowance[]

const allows = ({ name, match }: Allowance, finding: Finding): boolean =>
  finding.name === name && new RegExp(match).test(finding.cache_key)

await runCommand(() =>
  withMigratedDatabase(async (urls) => {
    const as = (sql: string) => withClient(urls.superuserUrl, (client) => client.query(sql))
    await as(exposeEverything)
    const findings = await lint(urls)
    const faults = findings.filter((finding) => !allowances.some((allowance) => allows(allowance, finding)))
    for (const { level, name, detail } of faults) console.log(`✗ ${level} ${name}: ${detail}`)
    const idle = allowances.filter((allowance) => !findings.some((finding) => allows(allowance, finding)))
    for (const { name, match } of idle)
      console.log(`✗ advisors-allowed.json allows ${name} ${match}, which nothing needs`)

    // A linter that finds nothing might be looking nowhere: plant a fault and see it named.
    await as("create table app.planted (id int primary key); grant select on app.planted to app_guest")
    const planted = (await lint(urls)).some(
      ({ name, detail }) => name.startsWith("rls_disabled") && detail.includes("planted"),
    )
    if (!planted) console.log("✗ a planted table without row-level security went unnoticed")
    const isClean = faults.length === 0 && idle.length === 0 && planted
    if (isClean)
      console.log(
        `✓ advisors: ${findings.length} findings, each allowed with a reason; a planted fault is seen`,
      )
    return isClean ? 0 : 1
  }),
)
process.exit()
