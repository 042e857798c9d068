import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "row-level security is enabled and forced on every tenant table",
  why: "Without FORCE the owner, and with it every definer function of the owner, reads every tenant.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${walled} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
  fault: "alter table app.customers no force row level security",
  reports: /^app\.customers$/,
} satisfies CatalogRule
