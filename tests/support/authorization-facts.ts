import type { RawAnswer } from "#tests/support/ask-server"
import type { Answer } from "#tests/support/authorization-matrix"
import { readStack } from "#tests/support/stack"
import { withClient } from "../../supabase/local/prepare-database.ts"

const { ownerDatabaseUrl, tenants } = readStack()
const tenantId = (slug: string) => tenants.find((one) => one.slug === slug)?.id ?? ""

/** Asks the database as its owner. */
const ask = <R extends object>(text: string, values: unknown[]): Promise<R[]> =>
  withClient(ownerDatabaseUrl, async (client) => (await client.query<R>(text, values)).rows)

/** A coming booking of a practice, with its customer and service. */
export async function idsOf(slug: string) {
  const [row] = await ask<{ booking: string; customer: string; service: string; version: number }>(
    `select id as booking, customer_id as customer, service_id as service, version from app.bookings
     where tenant_id = $1 and state = 'confirmed' and group_session_id is null
       and starts_at between now() + interval '12 days' and now() + interval '27 days'
     order by starts_at, id limit 1`,
    [tenantId(slug)],
  )
  if (!row) throw new Error(`the seed has no coming booking of ${slug}`)
  return row
}

/** These bookings as the owner sees them. Only these: other journeys run at the same time. */
export const stateOf = async (...ids: string[]) =>
  JSON.stringify(
    await ask("select id, version, state, starts_at from app.bookings where id = any($1) order by 1", [ids]),
  )

/** How much the person behind a demo account has ever written, anywhere. */
export const writesOf = async (email: string) =>
  (
    await ask(
      "select l.tenant_id from audit.log l join auth.users u on u.id = l.actor_id where u.email = $1",
      [email],
    )
  ).length

/** What an answer amounts to; its status when it is none of these. */
export function classOf({ status, headers }: RawAnswer): Answer | number {
  const location = headers.get("location")?.[0] ?? ""
  if (status === 401) return "sign-in"
  if (status >= 300 && status < 400) return location.startsWith("/sign-in") ? "sign-in" : "onward"
  return ({ 200: "opens", 403: "forbidden", 404: "absent", 410: "absent" } as const)[status as 200] ?? status
}

/** An answer without what differs from one asking to the next, to be compared word by word. */
export function bare({ status, headers, text }: RawAnswer, id: string): string {
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
  // Scripts carry the same data once more, in an order that no two answers share.
  const seen = text.replace(/<(script|style)\b.*?<\/\1>/gs, "").replace(/nonce="[^"]*"/g, "")
  return `${status} ${headers.get("location") ?? ""} ${seen}`.replaceAll(id, "ID").replace(uuid, "UUID")
}

export async function customerNameOf(booking: string): Promise<string> {
  const [row] = await ask<{ full_name: string }>(
    `select c.full_name from app.customers c
     join app.bookings b on b.tenant_id = c.tenant_id and b.customer_id = c.id where b.id = $1`,
    [booking],
  )
  if (!row) throw new Error("the booking has no customer")
  return row.full_name
}
