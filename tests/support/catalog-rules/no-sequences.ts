import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "no sequences: ids are uuids",
  why: "A sequence is shared by all tenants and tells each how busy the others are.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${ours} and c.relkind = 'S'`,
  fault: "create sequence app.planted",
  reports: /^app\.planted$/,
} satisfies CatalogRule
