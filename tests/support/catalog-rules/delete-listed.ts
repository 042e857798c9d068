import { type CatalogRule, guarded, requestRoles } from "#tests/support/catalog-rule"

export default {
  name: "request roles delete only what the list names",
  why: "A booking is cancelled, never removed; people are forgotten by destroying a key.",
  sql: `select format('%I.%I by %s', n.nspname, c.relname, r.rolname) as finding
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
    where n.nspname in ${guarded} and c.relkind in ('r', 'p', 'v') and r.rolname in ${requestRoles}
      and has_table_privilege(r.oid, c.oid, 'DELETE')`,
  fault: "grant delete on app.bookings to app_member",
  reports: /^app\.bookings by app_member$/,
  exceptions: {
    "app.service_practitioners by app_member": "a link between two rows that stay",
    "app.service_resource_kinds by app_member": "a requirement of a service that stays",
    "app.weekly_hours by app_member": "hours are replaced, so that the log shows what was and what came",
    "app.date_overrides by app_member": "hours are replaced, so that the log shows what was and what came",
    "app.time_off by app_member": "hours are replaced, so that the log shows what was and what came",
    "app.holidays by app_member": "hours are replaced, so that the log shows what was and what came",
  },
} satisfies CatalogRule
