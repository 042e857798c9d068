import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "triggers refuse to change the log, always",
  why: "Grants do not bind an owner; a trigger that is always on does, also under replica mode.",
  sql: `select format('%s: %s', wanted.rel, wanted.event) as finding
    from (values ('audit.log'::regclass, 'update', 16), ('audit.log', 'delete', 8), ('audit.log', 'truncate', 32),
      ('audit.heads', 'delete', 8), ('audit.heads', 'truncate', 32)) as wanted (rel, event, bit)
    where not exists (select from pg_trigger t where t.tgrelid = wanted.rel and t.tgfoid = 'audit.refuse_change()'::regprocedure
      and t.tgenabled = 'A' and t.tgtype & wanted.bit <> 0 and t.tgtype & 2 <> 0 and t.tgqual is null)`,
  fault: "alter table audit.log enable replica trigger _000_append_only",
  reports: /^audit\.log: delete$/,
} satisfies CatalogRule
