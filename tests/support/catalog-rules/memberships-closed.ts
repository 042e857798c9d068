import type { CatalogRule } from "#tests/support/catalog-rule"

export default {
  name: "nobody but the owner of the database can become a role of ours, except app_server its three request roles",
  why: "A membership with SET or INHERIT is every grant of the other role.",
  sql: `select format('%s is in %s', m.member::regrole, m.roleid::regrole) as finding
    from pg_auth_members m
    where m.member::regrole::text in ('app_server', 'app_guest', 'app_member', 'app_job', 'app_worker', 'anon', 'authenticated',
        'service_role', 'authenticator', 'session_reader', 'context_owner', 'booking_keeper', 'holdfast_owner', 'audit_owner', 'private_owner')
      and not (m.member::regrole::text = 'app_server' and m.roleid::regrole::text in ('app_guest', 'app_member', 'app_job')
        and not m.inherit_option and not m.admin_option)
      and not m.member::regrole::text in ('authenticator')`,
  fault: "grant app_job to app_guest",
  reports: /^app_guest is in app_job$/,
  exceptions: {
    "session_reader is in anon":
      "for USAGE of schema auth, which postgres cannot grant; anon holds nothing of ours",
  },
} satisfies CatalogRule
