import { type CatalogRule, guarded } from "#tests/support/catalog-rule"

export default {
  name: "only session_reader of our roles bypasses row-level security, and it holds three columns of auth.sessions",
  why: "auth.sessions has row-level security without a policy; whoever reads it must be worth nothing elsewhere.",
  sql: `select format('%s bypasses', rolname) as finding from pg_roles
    where rolbypassrls and not rolsuper and rolname not in ('postgres', 'service_role', 'session_reader')
    union all
    select format('%s.%s.%s %s', n.nspname, c.relname, a.attname, g.privilege_type)
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) g
    where g.grantee = 'session_reader'::regrole and not (c.oid = 'auth.sessions'::regclass
      and a.attname in ('id', 'user_id', 'not_after') and g.privilege_type = 'SELECT')
    union all
    select format('%s.%s %s', n.nspname, c.relname, g.privilege_type)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g where g.grantee = 'session_reader'::regrole
    union all
    select format('schema %s %s', n.nspname, g.privilege_type) from pg_namespace n, aclexplode(n.nspacl) g
    where g.grantee = 'session_reader'::regrole and not (n.nspname = 'private' and g.privilege_type = 'USAGE')
    union all
    select format('%s', p.oid::regprocedure) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${guarded} and p.proowner = 'session_reader'::regrole and p.proname <> 'session_lives'`,
  fault: "grant select on app.customers to session_reader",
  reports: /^app\.customers SELECT$/,
} satisfies CatalogRule
