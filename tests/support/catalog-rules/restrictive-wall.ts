import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "a restrictive wall stands on every tenant table, for all request roles and all commands",
  why: "One careless permissive policy opens everything, unless a restrictive one is and-ed to it.",
  sql: `with wall as (
      select p.polrelid, pg_get_expr(p.polqual, p.polrelid) as qual, pg_get_expr(p.polwithcheck, p.polrelid) as checked
      from pg_policy p where p.polname = 'wall' and not p.polpermissive and p.polcmd = '*'
        and p.polroles @> array['app_guest'::regrole, 'app_member'::regrole, 'app_job'::regrole]::oid[])
    select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${walled} and c.relkind in ('r', 'p') and not exists (
      select from wall w where w.polrelid = c.oid and w.qual = w.checked
        and w.qual = '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))')`,
  fault: "drop policy wall on app.bookings",
  reports: /^app\.bookings$/,
} satisfies CatalogRule
