import { type CatalogRule, ours } from "#tests/support/catalog-rule"

export default {
  name: "tenant_id leads every primary, unique and foreign key",
  why: "Keys ignore row-level security: a unique key tells that another tenant has the value, a foreign key links to its row.",
  sql: `select format('%I.%I %s', n.nspname, c.relname, i.relname) as finding
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
    where n.nspname in ${ours} and x.indisunique and a.attname is distinct from 'tenant_id'
    union all
    select format('%I.%I %s', n.nspname, c.relname, k.conname)
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute here on here.attrelid = k.conrelid and here.attnum = k.conkey[1]
      join pg_attribute there on there.attrelid = k.confrelid and there.attnum = k.confkey[1]
    where n.nspname in ${ours} and k.contype = 'f' and (here.attname <> 'tenant_id' or there.attname <> 'tenant_id')
    union all
    select format('%I.%I %s', n.nspname, c.relname, k.conname)
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where n.nspname in ${ours} and k.contype = 'x' and a.attname <> 'tenant_id'`,
  fault: "alter table app.customers add constraint planted unique (email)",
  reports: /^app\.customers planted$/,
  exceptions: {
    "app.tenants tenants_slug_key": "a slug is the public address of a tenant: one of a kind in the cell",
    "private.tenant_directory tenant_directory_pkey":
      "answers which tenant is behind a slug; no request role reads it",
    "private.idempotency idempotency_pkey":
      "the key is a hash over the tenant, among others; no request role reads it",
    "private.seal_keys seal_keys_pkey": "keys of the deployment, not of a tenant",
  },
} satisfies CatalogRule
