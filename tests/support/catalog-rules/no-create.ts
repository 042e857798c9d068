import { type CatalogRule, requestRoles } from "#tests/support/catalog-rule"

export default {
  name: "no request role may create anything in any schema, nor a schema",
  why: "Who can create a function or an operator can be called by somebody stronger.",
  sql: `select format('%s on schema %I', r.rolname, n.nspname) as finding
    from pg_roles r, pg_namespace n
    where r.rolname in ${requestRoles} and n.nspname !~ '^pg_(temp|toast)' and has_schema_privilege(r.oid, n.oid, 'CREATE')
    union all
    select format('%s on database', r.rolname) from pg_roles r
    where r.rolname in ${requestRoles} and has_database_privilege(r.oid, current_database(), 'CREATE')`,
  fault: "grant create on schema public to public",
  reports: /^app_guest on schema public$/,
} satisfies CatalogRule
