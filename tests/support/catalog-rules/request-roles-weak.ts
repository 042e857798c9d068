import { type CatalogRule, requestRoles } from "#tests/support/catalog-rule"

export default {
  name: "request roles have no attribute and own nothing",
  why: "An owner, a superuser or a role with BYPASSRLS walks through every wall.",
  sql: `select format('%s has an attribute', rolname) as finding from pg_roles where rolname in ${requestRoles}
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit
        or (rolcanlogin and rolname <> 'app_server'))
    union all
    select format('%s owns %s', r.rolname, pg_describe_object(d.classid, d.objid, 0))
    from pg_shdepend d join pg_roles r on r.oid = d.refobjid
    where d.refclassid = 'pg_authid'::regclass and d.deptype = 'o' and r.rolname in ${requestRoles}
      and d.dbid = (select oid from pg_database where datname = current_database())`,
  fault: "alter table app.messages owner to app_job",
  reports: /^app_job owns table app\.messages$/,
} satisfies CatalogRule
