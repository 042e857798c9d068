import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "there are no large objects",
  why: "They have no row-level security, and every role may create them: Postgres grants that to PUBLIC in pg_catalog.",
  sql: "select format('large object %s', oid) as finding from pg_largeobject_metadata",
  fault: "select lo_create(0)",
  reports: /^large object \d+$/,
} satisfies CatalogRule
