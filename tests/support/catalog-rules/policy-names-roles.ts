import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "every policy names its roles",
  why: "A policy for PUBLIC is a policy for roles that do not exist yet.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, p.polname) as finding
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('storage', 'graphile_worker') and 0 = any (p.polroles)`,
  fault: "create policy delete_planted on app.customers for delete using (app.can('customers:write'))",
  reports: /^app\.customers delete_planted$/,
} satisfies CatalogRule
