import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "no rewrite rule stands on a table",
  why: "`create rule … do instead nothing` silently swallows audit rows, and a guard on names does not see it.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, w.rulename) as finding
    from pg_rewrite w join pg_class c on c.oid = w.ev_class join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and not (c.relkind = 'v' and w.rulename = '_RETURN')`,
  fault: "create rule planted as on insert to audit.log do instead nothing",
  reports: /^audit\.log planted$/,
} satisfies CatalogRule
