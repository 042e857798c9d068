/**
 * One rule over pg_catalog. `sql` returns one row per violation, column `finding`; `exceptions` is a list that only
 * shrinks: an entry that is no longer found fails too. `fault` is planted in a transaction that is rolled back, and
 * the rule must then report something that `reports` matches: a rule that cannot bite proves nothing.
 */
export interface CatalogRule {
  readonly name: string
  readonly why: string
  readonly sql: string
  readonly fault: string
  readonly reports: RegExp
  readonly exceptions?: Readonly<Record<string, string>>
}

/** Tables of tenants and the log about them. */
export const walled = "('app', 'audit', 'clinical')"
/** Every schema whose contents are ours. */
export const ours = "('app', 'audit', 'clinical', 'private')"
/** Ours, and what our programs put beside it. */
export const guarded = "('app', 'audit', 'clinical', 'private', 'graphile_worker')"
/** The roles a request runs as, and the one it logs in as. */
export const requestRoles = "('app_guest', 'app_member', 'app_job', 'app_server')"
/** Roles that must hold nothing: the Data API's, and everybody (oid 0). */
export const strangers = "('anon', 'authenticated', 'service_role', 'authenticator', 'public')"
