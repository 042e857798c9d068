import { type CatalogRule, guarded, strangers } from "#tests/support/catalog-rule"

export default {
  name: "anon, authenticated, service_role and PUBLIC hold nothing of ours",
  why: "A leaked access token used against the Data API must yield nothing. PUBLIC executes functions by default.",
  sql: `with held as (
      select n.nspname || '.' || c.relname as object, coalesce(c.relacl, acldefault('r', c.relowner)) as acl
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${guarded} and c.relkind in ('r', 'p', 'v', 'm', 'f')
      union all select n.nspname || '.' || c.relname, coalesce(c.relacl, acldefault('s', c.relowner))
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${guarded} and c.relkind = 'S'
      union all select n.nspname || '.' || c.relname || '.' || a.attname, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${guarded} and a.attacl is not null
      union all select p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ${guarded}
      union all select n.nspname, coalesce(n.nspacl, acldefault('n', n.nspowner)) from pg_namespace n where n.nspname in ${guarded})
    select format('%s: %s to %s', h.object, g.privilege_type, coalesce(r.rolname, 'public')) as finding
    from held h, aclexplode(h.acl) as g left join pg_roles r on r.oid = g.grantee
    where coalesce(r.rolname, 'public') in ${strangers}`,
  fault:
    "create function app.planted() returns integer language sql as 'select 1'; grant execute on function app.planted() to public",
  reports: /^app\.planted\(\): EXECUTE to public$/,
} satisfies CatalogRule
