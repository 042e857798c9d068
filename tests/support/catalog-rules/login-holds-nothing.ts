import { type CatalogRule, guarded } from "#tests/support/catalog-rule"

export default {
  name: "app_server itself holds nothing: it has to become somebody",
  why: "What the login role holds, a request holds that never set a role.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${guarded} and c.relkind in ('r', 'p', 'v', 'm', 'S') and (
      case when c.relkind = 'S' then has_sequence_privilege('app_server', c.oid, 'USAGE, SELECT, UPDATE')
      else has_table_privilege('app_server', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
        or has_any_column_privilege('app_server', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') end)
    union all
    select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${guarded} and has_function_privilege('app_server', p.oid, 'EXECUTE')`,
  fault: "grant select on app.tenants to app_server",
  reports: /^app\.tenants$/,
} satisfies CatalogRule
