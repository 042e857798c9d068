import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "policies are called wall or <command>_<who>, and the name tells the truth",
  why: "A reader of \\d should not have to guess.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, p.polname) as finding
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${walled} and case when p.polpermissive
      then p.polname !~ ('^' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end || '_[a-z]+$')
      else p.polname <> 'wall' end`,
  fault: "alter policy select_staff on app.customers rename to insert_staff_too",
  reports: /^app\.customers insert_staff_too$/,
} satisfies CatalogRule
