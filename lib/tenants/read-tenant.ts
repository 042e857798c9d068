import "server-only"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { query } from "#lib/db/query"
import type { Tx } from "#lib/db/transaction"

/** Public facts of a practice and its booking policy. Minutes and days as the names say. */
export type Tenant = {
  readonly tenantId: string
  readonly slug: string
  readonly name: string
  readonly locale: "en" | "de"
  readonly zone: string
  readonly currency: string
  readonly accent: string
  readonly tagline: string
  readonly taglineDe: string
  readonly contactEmail: string | null
  readonly contactPhone: string | null
  readonly noticeMinutes: number
  readonly horizonDays: number
  readonly granularityMinutes: number
  readonly changeNoticeMinutes: number
  readonly holdMinutes: number
  readonly needsApproval: boolean
  readonly discreet: boolean
}

/** The practice of this transaction. */
export async function readTenant(
  tx: Tx<
    | "public:read"
    | "public:book"
    | "practice:read"
    | "bookings:read"
    | "bookings:write"
    | "customers:read"
    | "jobs:run"
  >,
): Promise<Outcome<Tenant, "NOT_FOUND">> {
  const row = await tx.first(
    query
      .selectFrom("app.tenants")
      .select([
        "tenant_id as tenantId",
        "slug",
        "name",
        "locale",
        "zone",
        "currency",
        "accent",
        "tagline",
        "tagline_de as taglineDe",
        "contact_email as contactEmail",
        "contact_phone as contactPhone",
        "notice_minutes as noticeMinutes",
        "horizon_days as horizonDays",
        "granularity_minutes as granularityMinutes",
        "change_notice_minutes as changeNoticeMinutes",
        "hold_minutes as holdMinutes",
        "needs_approval as needsApproval",
        "discreet",
      ])
      .where("tenant_id", "=", tx.tenantId),
  )
  return row ? ok({ ...row, locale: row.locale as Tenant["locale"] }) : refused("NOT_FOUND")
}
