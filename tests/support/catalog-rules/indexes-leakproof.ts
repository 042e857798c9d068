import { type CatalogRule, walled } from "#tests/support/catalog-rule"

export default {
  name: "indexed columns compare with leakproof operators",
  why: "Under row-level security an operator that is not leakproof (enum =, jsonb @>, &&) cannot use its index.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, i.relname) as finding
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = i.relam,
      unnest(x.indclass::oid[]) as class join pg_opclass o on o.oid = class
      join pg_amop a on a.amopfamily = o.opcfamily and a.amoplefttype = o.opcintype and a.amoprighttype = o.opcintype
      join pg_operator op on op.oid = a.amopopr join pg_proc p on p.oid = op.oprcode
    where n.nspname in ${walled} and (m.amname <> 'btree' or not p.proleakproof)
    group by n.nspname, c.relname, i.relname`,
  fault: `create type app.planted_kind as enum ('a'); alter table app.messages add column planted app.planted_kind;
    create index planted on app.messages (tenant_id, planted)`,
  reports: /^app\.messages planted$/,
  exceptions: {
    "app.allocations allocations_never_overlap":
      "a constraint, not a way to read: reads compare plain columns",
  },
} satisfies CatalogRule
