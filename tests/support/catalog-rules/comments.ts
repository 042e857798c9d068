import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "every table has a comment",
  why: "A stranger should learn the product from the catalog.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and c.relkind in ('r', 'p', 'v') and coalesce(obj_description(c.oid, 'pg_class'), '') = ''`,
  fault: "comment on table app.bookings is null",
  reports: /^app\.bookings$/,
} satisfies CatalogRule
