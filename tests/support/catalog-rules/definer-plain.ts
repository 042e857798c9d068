import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "definer functions are SQL or PL/pgSQL, build no SQL from text and touch no large object",
  why: "Text that becomes SQL inside a definer is the definer's, whoever wrote the text.",
  sql: `select p.oid::regprocedure::text as finding
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where n.nspname in ${ours} and p.prosecdef and (l.lanname not in ('sql', 'plpgsql')
      or p.prosrc ~* '\\mexecute\\M' or p.prosrc ~* '\\mlo_\\w+\\(')`,
  fault: `create function app.planted(t text) returns void language plpgsql security definer
    set search_path = pg_catalog, pg_temp as 'begin execute t; end'`,
  reports: /^app\.planted\(text\)$/,
} satisfies CatalogRule
