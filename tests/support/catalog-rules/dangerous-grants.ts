import { type CatalogRule, guarded, requestRoles } from "#tests/support/catalog-rule"

export default {
  name: "no request role may truncate, reference, trigger or maintain",
  why: "TRUNCATE emptied all tenants: row-level security does not see it. The others plant code or probe keys.",
  sql: `select format('%I.%I %s to %s', n.nspname, c.relname, g.privilege_type, g.grantee::regrole) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) as g join pg_roles r on r.oid = g.grantee
    where n.nspname in ${guarded} and c.relkind in ('r', 'p', 'v', 'm') and r.rolname in ${requestRoles}
      and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')`,
  fault: "grant truncate on app.bookings to app_job",
  reports: /^app\.bookings TRUNCATE to app_job$/,
} satisfies CatalogRule
