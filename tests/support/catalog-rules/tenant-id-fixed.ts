import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "nobody may update tenant_id, nor a key",
  why: "UPDATE without WHERE moved all rows to another tenant.",
  sql: `select format('%I.%I.%I by %s', n.nspname, c.relname, a.attname, r.rolname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_index x on x.indrelid = c.oid and x.indisprimary
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any (x.indkey::int2[]), pg_roles r
    where n.nspname in ${walled} and c.relkind in ('r', 'p')
      and r.rolname in ('app_guest', 'app_member', 'app_job', 'app_server', 'app_worker', 'booking_keeper', 'context_owner', 'session_reader')
      and has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')`,
  fault: "grant update on app.customers to app_member",
  reports: /^app\.customers\.tenant_id by app_member$/,
} satisfies CatalogRule
