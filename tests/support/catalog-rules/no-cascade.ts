import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "no foreign key cascades or sets to null",
  why: "A cascade runs past row-level security and deletes rows that nobody asked to delete.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, k.conname) as finding
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and k.contype = 'f' and (k.confdeltype <> 'a' or k.confupdtype <> 'a')`,
  fault: `alter table app.messages add constraint planted foreign key (tenant_id, booking_id)
    references app.bookings (tenant_id, id) on delete cascade`,
  reports: /^app\.messages planted$/,
} satisfies CatalogRule
