import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "every owner of ours has withdrawn PUBLIC's execute globally",
  why: "Withdrawing a default per schema does nothing: the built-in default is global and the two are added up.",
  sql: `with owners as (
      select relowner as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${ours}
      union select proowner from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ${ours}
      union select nspowner from pg_namespace where nspname in ${ours} or nspname = 'graphile_worker')
    select owner::regrole::text as finding from owners o
    where not exists (select from pg_default_acl d where d.defaclrole = o.owner and d.defaclnamespace = 0 and d.defaclobjtype = 'f'
      and not exists (select from aclexplode(d.defaclacl) g where g.grantee = 0))`,
  fault: "alter default privileges for role holdfast_owner grant execute on functions to public",
  reports: /^holdfast_owner$/,
} satisfies CatalogRule
