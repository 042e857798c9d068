import { type CatalogRule, requestRoles } from "#tests/support/catalog-rule"

export default {
  name: "request roles reach no schema but app and audit",
  why: "auth holds password hashes, private holds keys, storage holds other people's files.",
  sql: `select format('%s in %I', r.rolname, n.nspname) as finding from pg_roles r, pg_namespace n
    where r.rolname in ${requestRoles} and has_schema_privilege(r.oid, n.oid, 'USAGE')
      and n.nspname not in ('app', 'audit', 'pg_catalog', 'information_schema', 'public') and n.nspname !~ '^pg_'`,
  fault: "grant usage on schema private to app_member",
  reports: /^app_member in private$/,
} satisfies CatalogRule
