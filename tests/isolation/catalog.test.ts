import { readdirSync } from "node:fs"
import pg from "pg"
import { afterAll, describe, expect, inject, test } from "vitest"
import type { CatalogRule } from "#tests/support/catalog-rule"
import { cloneDatabase } from "#tests/support/database"

const folder = new URL("../support/catalog-rules/", import.meta.url)
const rules: [string, CatalogRule][] = []
for (const file of readdirSync(folder).sort()) {
  const { default: rule } = (await import(/* @vite-ignore */ new URL(file, folder).href)) as {
    default: CatalogRule
  }
  rules.push([file.replace(".ts", ""), rule])
}

const database = await cloneDatabase()
const superuser = new pg.Client(database.superuserUrl)
await superuser.connect()
// Names come out qualified, whatever a rule prints.
await superuser.query("set search_path = pg_catalog")

afterAll(async () => {
  await superuser.end()
  await database.drop()
})

async function findings(rule: CatalogRule): Promise<string[]> {
  const { rows } = await superuser.query<{ finding: string }>(rule.sql)
  return rows.map(({ finding }) => finding).sort()
}

describe.each(rules)("%s", (_file, rule) => {
  test(rule.name, async () => {
    const found = await findings(rule)
    const excused = Object.keys(rule.exceptions ?? {})
    expect(
      found.filter((finding) => !excused.includes(finding)),
      rule.why,
    ).toEqual([])
    // The list of exceptions only shrinks: one that is no longer needed has to go.
    expect(excused.filter((name) => !found.includes(name))).toEqual([])
  })

  test(`reports a planted fault: ${rule.name}`, async () => {
    await superuser.query("begin")
    try {
      await superuser.query(rule.fault)
      const excused = Object.keys(rule.exceptions ?? {})
      const fresh = (await findings(rule)).filter((finding) => !excused.includes(finding))
      expect(fresh).toEqual(expect.arrayContaining([expect.stringMatching(rule.reports)]))
    } finally {
      await superuser.query("rollback")
    }
  })
})

test("temporary objects are withdrawn from everybody in a migrated database (a clone forgets that grant)", async () => {
  const { rows } = await superuser.query(
    `select g.grantee from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
     where d.datname = $1 and g.privilege_type = 'TEMPORARY' and g.grantee = 0`,
    [inject("cluster").template],
  )
  expect(rows).toEqual([])
})
