import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "every table has a primary key",
  why: "The audit log names rows by key, and a sharding engine needs one.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and c.relkind in ('r', 'p')
      and not exists (select from pg_index x where x.indrelid = c.oid and x.indisprimary)`,
  fault: "create table app.planted (tenant_id uuid not null)",
  reports: /^app\.planted$/,
} satisfies CatalogRule
