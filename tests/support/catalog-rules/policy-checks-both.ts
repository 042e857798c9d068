import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "policies that let rows change write both using and with check",
  why: "What is not written is implied today and forgotten tomorrow; `with check (true)` moved rows to another tenant.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, p.polname) as finding
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${walled} and p.polcmd in ('w', '*') and (p.polqual is null or p.polwithcheck is null)`,
  fault:
    "create policy update_planted on app.customers for update to app_job using (tenant_id = (select app.tenant_id()))",
  reports: /^app\.customers update_planted$/,
} satisfies CatalogRule
