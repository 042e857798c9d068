import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "definer functions belong to narrow roles that cannot log in",
  why: "A definer function is its owner's power, lent to whoever may execute it.",
  sql: `select format('%s of %s', p.oid::regprocedure, r.rolname) as finding
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'auth', 'storage', 'extensions') and p.prosecdef
      and (r.rolsuper or r.rolbypassrls or r.rolcanlogin or r.rolcreaterole or r.rolname = 'holdfast_owner')`,
  fault: "alter function app.can(text) owner to postgres",
  reports: /^app\.can\(text\) of postgres$/,
  exceptions: {
    "private.session_lives(uuid,uuid) of session_reader": "see session-reader-narrow",
    "app.jobs_ready() of app_worker":
      "the queue belongs to the role that graphile-worker runs as; answers one word",
    "app.enqueue_booking_mail(uuid,integer,text) of app_worker":
      "the queue belongs to the role that graphile-worker runs as",
  },
} satisfies CatalogRule
