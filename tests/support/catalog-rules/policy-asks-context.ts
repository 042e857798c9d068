import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "every policy expression asks the sealed context",
  why: "`true`, or a condition on the row alone, lets in whoever has the grant.",
  sql: `select format('%I.%I %s: %s', n.nspname, c.relname, p.polname, expression) as finding
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace,
      unnest(array[pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)]) as expression
    where n.nspname in ${walled} and expression is not null
      and expression !~ 'app\\.(tenant_id|actor_id|can|linked_booking|link_hash)\\('`,
  fault: "create policy delete_planted on app.customers for delete to app_member using (true)",
  reports: /^app\.customers delete_planted: true$/,
} satisfies CatalogRule
