import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "every tenant table has tenant_id uuid not null",
  why: "A row that belongs to no tenant is behind no wall.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${walled} and c.relkind in ('r', 'p') and not exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
        and a.atttypid = 'pg_catalog.uuid'::regtype and a.attnotnull)`,
  fault: "create table app.planted (id uuid primary key)",
  reports: /^app\.planted$/,
} satisfies CatalogRule
