import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "every foreign key has an index that begins with its columns",
  why: "Without one, looking from the other side reads the whole table.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, k.conname) as finding
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and k.contype = 'f' and not exists (
      select from pg_index x where x.indrelid = k.conrelid
        and (string_to_array(x.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)`,
  fault: "drop index app.bookings_service",
  reports: /^app\.bookings bookings_tenant_id_service_id_fkey$/,
} satisfies CatalogRule
