import { type CatalogRule, guarded } from "#tests/support/catalog-rule"

export default {
  name: "no publication carries a table of ours",
  why: "Replication, and with it Realtime, reads the log below row-level security.",
  sql: `select format('%s: %I.%I', pubname, schemaname, tablename) as finding
    from pg_publication_tables where schemaname in ${guarded}`,
  fault: "create publication planted for table app.bookings",
  reports: /^planted: app\.bookings$/,
} satisfies CatalogRule
