import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "no view without security_invoker, no materialized view, partition, child or foreign table",
  why: "A view reads as its owner; a materialized view, a partition addressed directly and a child have no wall of their own.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, c.relkind) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'audit', 'clinical', 'private', 'public') and (c.relkind in ('m', 'f', 'p') or c.relispartition
      or (c.relkind = 'v' and not coalesce(c.reloptions @> array['security_invoker=true'], false))
      or exists (select from pg_inherits i where i.inhrelid = c.oid))`,
  fault: "create view app.planted as select * from app.customers",
  reports: /^app\.planted v$/,
} satisfies CatalogRule
