import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "every function fixes its search path to pg_catalog, pg_temp",
  why: "With an empty path the temporary schema is searched first for types: pg_temp.uuid ran the caller's code as the definer.",
  sql: `select p.oid::regprocedure::text as finding from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${ours} and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)`,
  fault: "alter function app.tenant_id() set search_path = ''",
  reports: /^app\.tenant_id\(\)$/,
} satisfies CatalogRule
