import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "the recorder is attached to every tenant table: deferred to commit, always on",
  why: "A table without it is written to unseen; without ALWAYS, session_replication_role = replica skips it.",
  sql: `select format('%I.%I', n.nspname, c.relname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'clinical') and c.relkind in ('r', 'p') and not exists (
      select from pg_trigger t where t.tgrelid = c.oid and t.tgname = '_900_audit' and t.tgfoid = 'audit.record()'::regprocedure
        and t.tgdeferrable and t.tginitdeferred and t.tgenabled = 'A' and t.tgqual is null
        -- row, after, insert + update + delete, whatever the columns
        and t.tgtype = 1 | 4 | 8 | 16 and t.tgattr = ''::int2vector and t.tgnargs > 0)`,
  fault: "alter table app.bookings disable trigger _900_audit",
  reports: /^app\.bookings$/,
} satisfies CatalogRule
