import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "tables and schemas of ours belong to roles that cannot log in",
  why: "An owner can drop a policy. Nobody should be able to arrive as one.",
  sql: `select format('%I.%I of %s', n.nspname, c.relname, r.rolname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
    where n.nspname in ${ours} and (r.rolcanlogin or r.rolsuper or r.rolbypassrls)
    union all select format('schema %I of %s', n.nspname, r.rolname) from pg_namespace n join pg_roles r on r.oid = n.nspowner
    where n.nspname in ${ours} and (r.rolcanlogin or r.rolsuper or r.rolbypassrls)`,
  fault: "create table app.planted (tenant_id uuid primary key)",
  reports: /^app\.planted of supabase_admin$/,
} satisfies CatalogRule
