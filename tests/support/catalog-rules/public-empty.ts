import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "schema public stays empty",
  why: "Hosted defaults grant everything in it to anon and authenticated, and the Data API exposes it.",
  sql: `select format('relation %I', c.relname) as finding from pg_class c where c.relnamespace = 'public'::regnamespace
    union all select format('function %s', p.oid::regprocedure) from pg_proc p where p.pronamespace = 'public'::regnamespace
    union all select format('type %I', t.typname) from pg_type t where t.typnamespace = 'public'::regnamespace`,
  fault: "create table public.planted (id uuid primary key)",
  reports: /^relation planted$/,
} satisfies CatalogRule
