import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "at most one permissive policy per table, command and role",
  why: "Permissive policies are or-ed: with two, nobody reads in one place what a role may do.",
  sql: `select format('%I.%I %s %s', n.nspname, c.relname, command, role::regrole) as finding
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace,
      unnest(p.polroles) as role, unnest(case p.polcmd when '*' then array['r', 'a', 'w', 'd'] else array[p.polcmd::text] end) as command
    where n.nspname in ${walled} and p.polpermissive
    group by n.nspname, c.relname, command, role having count(*) > 1`,
  fault: "create policy select_more on app.customers for select to app_member using (true)",
  reports: /^app\.customers r app_member$/,
} satisfies CatalogRule
