import { randomUUID } from "node:crypto"
import pg from "pg"
import type { StaffPermission } from "../../lib/access/permissions.ts"
import type { Outcome } from "../../lib/base/outcome.ts"
import type { PlantedPractice } from "./plant-practice.ts"

/** Runs all at once and tells the refusals apart; a surprise throws. */
export async function raceAll<T>(
  contenders: readonly (() => Promise<Outcome<T, string>>)[],
): Promise<{ won: T[]; refusals: Record<string, number> }> {
  const outcomes = await Promise.all(contenders.map((start) => start()))
  const won: T[] = []
  const refusals: Record<string, number> = {}
  for (const outcome of outcomes) {
    if (outcome.ok) won.push(outcome.value)
    else refusals[outcome.code] = (refusals[outcome.code] ?? 0) + 1
  }
  return { won, refusals }
}

export const asGuest = (practice: PlantedPractice, link?: string) =>
  ({
    permission: "public:book",
    kind: "guest",
    tenantId: practice.tenantId,
    purpose: "race",
    requestId: randomUUID(),
    link,
  }) as const

export const asReception = <P extends StaffPermission>(practice: PlantedPractice, permission: P) =>
  ({
    permission,
    kind: "member",
    tenantId: practice.tenantId,
    ...practice.reception,
    purpose: "race",
    requestId: randomUUID(),
  }) as const

/** A whole quarter of an hour, days ahead of any notice. */
export function slotAt(index: number, daysAhead = 4): Date {
  const quarter = 900_000
  return new Date(Math.ceil(Date.now() / quarter) * quarter + daysAhead * 86_400_000 + index * quarter)
}

/** What a race may never leave behind, read past every policy. Each list is empty, or names the fault. */
export async function readFaults(superuserUrl: string, tenantId: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  const rows = async (text: string) => (await client.query(text, [tenantId])).rows
  try {
    return {
      overlaps: await rows(
        `select a.id, b.id as other from app.allocations a join app.allocations b
           on b.tenant_id = a.tenant_id and b.subject_id = a.subject_id and b.id > a.id and b.occupied && a.occupied
         where a.tenant_id = $1 and a.released_at is null and b.released_at is null`,
      ),
      bookingsThatOccupyNobody: await rows(
        `select b.id from app.bookings b where b.tenant_id = $1 and b.state in ('held', 'pending', 'confirmed', 'arrived')
           and b.group_session_id is null and 1 <> (select count(*) from app.allocations a where a.tenant_id = b.tenant_id
             and a.booking_id = b.id and a.practitioner_id = b.practitioner_id and a.released_at is null)`,
      ),
      timeTakenForNobody: await rows(
        `select a.id from app.allocations a join app.bookings b on b.tenant_id = a.tenant_id and b.id = a.booking_id
         where a.tenant_id = $1 and a.released_at is null and b.state in ('cancelled', 'completed', 'no-show')`,
      ),
      seatsMiscounted: await rows(
        `select g.id from app.group_sessions g where g.tenant_id = $1 and g.seats_taken <> (select count(*) from app.bookings b
           where b.tenant_id = g.tenant_id and b.group_session_id = g.id and b.state in ('held', 'pending', 'confirmed', 'arrived'))`,
      ),
      brokenChain: await rows(
        "select audit.first_bad_sequence($1) as bad where audit.first_bad_sequence($1) is not null",
      ),
      deadlocks: (
        await rows(
          "select deadlocks::int as n, $1::uuid from pg_stat_database where datname = current_database()",
        )
      )
        .filter(({ n }) => n > 0)
        .map(({ n }) => n),
    }
  } finally {
    await client.end()
  }
}

export const noFaults = {
  overlaps: [],
  bookingsThatOccupyNobody: [],
  timeTakenForNobody: [],
  seatsMiscounted: [],
  brokenChain: [],
  deadlocks: [],
}
