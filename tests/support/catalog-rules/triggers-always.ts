import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "every trigger of ours is always on",
  why: "A rule that sleeps under session_replication_role = replica is a rule that can be put to sleep.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, t.tgname) as finding
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and not t.tgisinternal and t.tgenabled <> 'A'`,
  fault: "alter table app.bookings enable trigger _100_check",
  reports: /^app\.bookings _100_check$/,
} satisfies CatalogRule
