import type pg from "pg"
import type { RequestRole } from "#tests/isolation/stage/actors"

export type Rights = {
  /** USAGE of the schema, without which nothing else counts */
  readonly usage: boolean
  readonly select: readonly string[]
  readonly update: readonly string[]
  readonly insert: boolean
  readonly delete: boolean
}

export type Relation = {
  readonly name: string
  readonly hasTenant: boolean
  readonly anyColumn: string
  readonly columnCount: number
  readonly columns: Readonly<Record<RequestRole, Rights>>
}

export type Catalog = {
  readonly relations: readonly Relation[]
  readonly functions: readonly { readonly name: string; readonly nullCall: string }[]
  readonly sequences: readonly string[]
}

const everySchema = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'extensions')`

/** Every table, view, function and sequence outside Postgres' own schemas, with the grants of the request roles. */
export async function listCatalog(client: pg.Client): Promise<Catalog> {
  const relations = await client.query<Relation>(`
    select n.nspname || '.' || quote_ident(c.relname) as name,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as "hasTenant",
      (select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attgenerated = ''
        order by a.attnum limit 1) as "anyColumn",
      (select count(*)::int from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as "columnCount",
      (select jsonb_object_agg(r.rolname, jsonb_build_object(
        'usage', has_schema_privilege(r.oid, n.oid, 'USAGE'),
        'insert', has_any_column_privilege(r.oid, c.oid, 'INSERT'),
        'delete', has_table_privilege(r.oid, c.oid, 'DELETE'),
        'select', (select coalesce(jsonb_agg(a.attname order by a.attnum), '[]') from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')),
        'update', (select coalesce(jsonb_agg(a.attname order by a.attnum), '[]') from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE'))))
       from pg_roles r where r.rolname in ('app_guest', 'app_member', 'app_job')) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${everySchema} and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`)
  const functions = await client.query<{ name: string; nullCall: string }>(`
    select p.oid::regprocedure::text as name,
      n.nspname || '.' || quote_ident(p.proname) || '('
        || coalesce((select string_agg(case when i = p.pronargs and p.provariadic <> 0 then 'variadic ' else '' end
          || 'null::' || format_type(t, null), ', ' order by i) from unnest(p.proargtypes) with ordinality as a (t, i)), '') || ')' as "nullCall"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${everySchema} and p.prokind = 'f' order by 1`)
  const sequences = await client.query<{ name: string }>(`
    select n.nspname || '.' || quote_ident(c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${everySchema} and c.relkind = 'S' order by 1`)
  return {
    relations: relations.rows,
    functions: functions.rows,
    sequences: sequences.rows.map(({ name }) => name),
  }
}

/** Every byte of a table and where each row version lies: an update that changes nothing shows as well. */
export async function digestOf(superuser: pg.Client, name: string): Promise<string> {
  const { rows } = await superuser.query<{ digest: string }>(
    name.startsWith("graphile_worker.jobs") || name.includes("pg_stat_statements")
      ? `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as digest from ${name} t`
      : `select md5(coalesce(string_agg(t.ctid::text || t.xmin::text || t::text, ',' order by t.ctid), '')) as digest from ${name} t`,
  )
  return rows[0]?.digest ?? ""
}

/** Every byte of every row that carries this tenant's id, wherever it lies. */
export async function digestOfTenant(
  superuser: pg.Client,
  catalog: Catalog,
  tenantId: string,
): Promise<string> {
  const parts = catalog.relations
    .filter(({ hasTenant }) => hasTenant)
    .map(({ name }) => `select '${name}' || t::text as line from ${name} t where t.tenant_id = $1`)
  const { rows } = await superuser.query<{ digest: string }>(
    `select md5(string_agg(line, ',' order by line)) as digest from (${parts.join(" union all ")}) as every`,
    [tenantId],
  )
  return rows[0]?.digest ?? ""
}
