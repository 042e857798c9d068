// `npm run audit:verify`: walks every tenant's audit chain and names the first link that does not hold.
import { findOwnerUrl } from "./find-owner-url.ts"
import { PlainError, runCommand } from "./plain-error.ts"
import { withClient } from "./prepare-database.ts"

await runCommand(async () => {
  const ownerUrl = await findOwnerUrl()
  if (!ownerUrl)
    throw new PlainError("There is no database to look at.", "Run `npm start`, or set OWNER_DATABASE_URL.")
  const rows = await withClient(ownerUrl, async (client) => {
    const result = await client.query<{ slug: string; links: string; bad: string | null }>(
      `select t.slug, (select count(*) from audit.log l where l.tenant_id = t.id) as links,
              audit.first_bad_sequence(t.id) as bad
         from app.tenants t order by t.slug`,
    )
    return result.rows
  })
  for (const { slug, links, bad } of rows) {
    console.log(
      bad === null
        ? `✓ ${slug}: ${links} links, all hold`
        : `✗ ${slug}: link ${bad} does not hold (of ${links})`,
    )
  }
  return rows.some((row) => row.bad !== null) ? 1 : 0
})
process.exit()
