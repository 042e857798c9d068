/** The migrated catalog as text, in one order on every machine: what the migrations add up to, for reading and for diffs. */
import type pg from "pg"

const schemas = ["app", "audit", "clinical", "private"]
const inOurs = "n.nspname = any($1)"

interface Line {
  text: string
}

async function lines(client: pg.Client, sql: string): Promise<string[]> {
  return (await client.query<Line>(sql, [schemas])).rows.map((row) => row.text)
}

const grantsOf = (kind: string, name: string, acl: string, owner: string): string => `
  select format('grant %s on ${kind} %s to %s%s;',
           lower(string_agg(a.privilege_type, ', ' order by a.privilege_type)), ${name},
           case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
           case when a.is_grantable then ' with grant option' else '' end) as text
  from (select *, ${acl} as acl from source) s, aclexplode(s.acl) a
  where a.grantee <> ${owner}
  group by ${name}, a.grantee, a.is_grantable`

async function describeTable(client: pg.Client, id: number, name: string): Promise<string> {
  const query = async (sql: string) => (await client.query<Line>(sql, [id])).rows.map((row) => row.text)
  const columns = await query(
    `select format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
       case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') '
              || case a.attgenerated when 's' then 'stored' else 'virtual' end
            when a.attidentity <> '' then ' generated ' || case a.attidentity when 'a' then 'always' else 'by default' end || ' as identity'
            when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
       case when a.attnotnull then ' not null' else '' end) as text
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  )
  const constraints = await query(
    `select format('  constraint %I %s', conname, pg_get_constraintdef(oid)) as text from pg_constraint
     where conrelid = $1 and contype not in ('n', 't') order by array_position(array['p','u','f','c','x'], contype::text), conname`,
  )
  const rest = await query(
    `select text from (
       select 1 as part, indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) || ';' as text from pg_index i
         where i.indrelid = $1 and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
       union all
       select 2, '', format('alter table %s %s row level security;', c.oid::regclass, word) from pg_class c,
         lateral (select 'enable' as word where c.relrowsecurity union all select 'force' where c.relforcerowsecurity) w where c.oid = $1
       union all
       select 3, polname, format('create policy %I on %s as %s for %s to %s%s%s;', polname, polrelid::regclass,
           case when polpermissive then 'permissive' else 'restrictive' end,
           case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
           (select string_agg(case r when 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', '
              order by case r when 0 then '' else pg_get_userbyid(r)::text end) from unnest(polroles) r),
           E'\\n  using (' || pg_get_expr(polqual, polrelid) || ')',
           E'\\n  with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
         from pg_policy where polrelid = $1
       union all
       select 4, tgname, pg_get_triggerdef(oid) || ';' ||
           case tgenabled when 'A' then format(E'\\nalter table %s enable always trigger %I;', tgrelid::regclass, tgname)
             when 'D' then E' -- disabled' else '' end
         from pg_trigger where tgrelid = $1 and not tgisinternal
       union all
       select 5, '', format('comment on table %s is %L;', $1::regclass, obj_description($1, 'pg_class')) where obj_description($1, 'pg_class') is not null
       union all
       select 6, attname, format('comment on column %s.%I is %L;', $1::regclass, attname, col_description($1, attnum))
         from pg_attribute where attrelid = $1 and attnum > 0 and col_description($1, attnum) is not null
     ) parts order by part, name, text`,
  )
  const grants = await query(
    `select format('grant %s on %s to %s;', what, $1::regclass, who) as text from (
       select string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as what,
              case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as who
         from pg_class c, aclexplode(c.relacl) a where c.oid = $1 and a.grantee <> c.relowner group by a.grantee
       union all
       select format('%s (%s)', lower(a.privilege_type), string_agg(quote_ident(t.attname), ', ' order by t.attname)),
              case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
         from pg_attribute t, aclexplode(t.attacl) a where t.attrelid = $1 group by a.grantee, a.privilege_type
     ) g order by who, what`,
  )
  const [owner] = await query(
    "select format('alter table %s owner to %I;', oid::regclass, pg_get_userbyid(relowner)) as text from pg_class where oid = $1",
  )
  const body = [...columns, ...constraints].join(",\n")
  return [`create table ${name} (\n${body}\n);`, owner, ...rest, ...grants].join("\n")
}

export async function describeSchema(client: pg.Client): Promise<string> {
  await client.query("set search_path = ''")
  const blocks: string[] = []
  const section = (title: string, found: string[], glue = "\n") => {
    if (found.length > 0) blocks.push(`-- ${title}\n\n${found.join(glue)}`)
  }

  section(
    "Roles",
    (
      await client.query<Line>(
        `select format('create role %I %s;', rolname, concat_ws(' ', case when rolcanlogin then 'login' else 'nologin' end,
           case when rolinherit then 'inherit' else 'noinherit' end, case when rolbypassrls then 'bypassrls' end,
           case when rolcreaterole then 'createrole' end, case when rolsuper then 'superuser' end)) as text
         from pg_roles where rolname ~ '^app_|_owner$|_keeper$|_reader$' and rolname !~ '^(pg_|supabase)' order by rolname`,
      )
    ).rows.map((row) => row.text),
  )
  section(
    "Memberships",
    (
      await client.query<Line>(
        `select format('grant %I to %I with inherit %s, set %s%s;', pg_get_userbyid(roleid), pg_get_userbyid(member), inherit_option::text, set_option::text,
           case when admin_option then ', admin true' else '' end) as text
         from pg_auth_members where pg_get_userbyid(roleid) ~ '^app_|_owner$|_keeper$|_reader$' and pg_get_userbyid(roleid) !~ '^pg_'
           or pg_get_userbyid(member) ~ '^app_|_owner$|_keeper$|_reader$' order by 1`,
      )
    ).rows.map((row) => row.text),
  )
  section(
    "Schemas",
    await lines(
      client,
      `select format('create schema %I authorization %I;', n.nspname, pg_get_userbyid(n.nspowner)) as text
       from pg_namespace n where ${inOurs} order by n.nspname`,
    ),
  )
  section(
    "Schema grants",
    await lines(
      client,
      `with source as (select n.nspname, n.nspacl, n.nspowner from pg_namespace n where ${inOurs})
       ${grantsOf("schema", "quote_ident(nspname)", "nspacl", "nspowner")} order by 1`,
    ),
  )
  section(
    "Default privileges",
    (
      await client.query<Line>(
        `select format('-- default for %I%s, %s: %s', pg_get_userbyid(d.defaclrole), coalesce(' in ' || n.nspname, ''),
           case d.defaclobjtype when 'r' then 'tables' when 'f' then 'functions' when 'S' then 'sequences' when 'T' then 'types' else 'schemas' end,
           (select coalesce(string_agg(x::text, ' ' order by x::text), 'nobody') from unnest(d.defaclacl) x)) as text
         from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
         where pg_get_userbyid(d.defaclrole) !~ '^supabase' order by 1`,
      )
    ).rows.map((row) => row.text),
  )
  const tables = await client.query<{ id: number; name: string }>(
    `select c.oid::int as id, c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${inOurs} and c.relkind in ('r', 'p') order by n.nspname, c.relname`,
    [schemas],
  )
  for (const { id, name } of tables.rows) blocks.push(await describeTable(client, id, name))
  section(
    "Views and sequences",
    await lines(
      client,
      `select case c.relkind when 'S' then format('create sequence %s;', c.oid::regclass)
         else format(E'create view %s with (%s) as\\n%s', c.oid::regclass, array_to_string(c.reloptions, ', '), pg_get_viewdef(c.oid, true)) end as text
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${inOurs} and c.relkind in ('v', 'm', 'S') order by c.oid::regclass::text`,
    ),
  )
  section(
    "Types",
    await lines(
      client,
      `select format('create type %s;', t.oid::regtype) as text from pg_type t join pg_namespace n on n.oid = t.typnamespace
       where ${inOurs} and t.typtype in ('e', 'd', 'r') order by 1`,
    ),
  )
  section(
    "Functions",
    await lines(
      client,
      `select pg_get_functiondef(p.oid) || format(E';\\nalter function %s owner to %I;', p.oid::regprocedure, pg_get_userbyid(p.proowner))
         || coalesce(format(E'\\ncomment on function %s is %L;', p.oid::regprocedure, obj_description(p.oid, 'pg_proc')), '') as text
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${inOurs} and p.prokind in ('f', 'p') order by p.oid::regprocedure::text`,
    ),
    "\n\n",
  )
  section(
    "Function grants",
    await lines(
      client,
      `with source as (select p.oid, p.proacl, p.proowner from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${inOurs})
       ${grantsOf("function", "s.oid::regprocedure::text", "coalesce(proacl, acldefault('f', proowner))", "proowner")} order by 1`,
    ),
  )
  return `-- Made by \`npm run schema:dump\` from the migrated catalog. Not run by anything: it is for reading, and its\n-- diff shows what a migration really changed.\n\n${blocks.join("\n\n")}\n`
}
