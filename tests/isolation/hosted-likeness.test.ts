import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cloneDatabase, type TestDatabase } from "#tests/support/database"
import { demandKnownMigrations, migrateDatabase } from "../../supabase/local/migrate-database.ts"
import { withClient } from "../../supabase/local/prepare-database.ts"

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const asOwner = <Row extends object>(sql: string) =>
  withClient(database.ownerUrl, async (client) => (await client.query<Row>(sql)).rows)

describe("the local database is as strict as the hosted one", () => {
  test("migrations run as a role that is no superuser", async () => {
    const [role] = await asOwner(
      "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user",
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: true, rolcreaterole: true })
  })

  test("postgres may hand on SELECT on auth tables, but neither USAGE nor CREATE on the schema", async () => {
    const [rights] = await asOwner(
      `select has_table_privilege('auth.sessions', 'select with grant option') as pass_select,
              has_schema_privilege('auth', 'usage with grant option') as pass_usage,
              has_schema_privilege('auth', 'create') as may_create`,
    )
    expect(rights).toEqual({ pass_select: true, pass_usage: false, may_create: false })
  })

  test("every auth table has row-level security and belongs to the auth admin", async () => {
    const rows = await asOwner<{ tablename: string }>(
      "select tablename from pg_tables where schemaname = 'auth' and (not rowsecurity or tableowner <> 'supabase_auth_admin')",
    )
    expect(rows).toEqual([])
  })
})

describe("migrating", () => {
  test("again changes nothing", async () => {
    expect(await migrateDatabase(database.ownerUrl)).toBe(0)
  })

  test("a database from a newer version is refused, by the version it has", async () => {
    await asOwner(
      "insert into supabase_migrations.schema_migrations (version, name) values ('20990101000000', 'later')",
    )
    await expect(demandKnownMigrations(database.ownerUrl)).rejects.toMatchObject({
      name: "PlainError",
      message: expect.stringContaining("20990101000000"),
      advice: expect.stringContaining("--reset"),
    })
  })
})
