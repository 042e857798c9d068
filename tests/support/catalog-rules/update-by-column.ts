import { type CatalogRule, guarded, requestRoles } from "#tests/support/catalog-rule"

export default {
  name: "update is granted column by column",
  why: "A grant on the table covers every column that is added later.",
  sql: `select format('%I.%I to %s', n.nspname, c.relname, r.rolname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) as g join pg_roles r on r.oid = g.grantee
    where n.nspname in ${guarded} and c.relkind in ('r', 'p', 'v') and g.privilege_type = 'UPDATE' and r.rolname in ${requestRoles}`,
  fault: "grant update on app.messages to app_job",
  reports: /^app\.messages to app_job$/,
} satisfies CatalogRule
