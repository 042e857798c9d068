import "server-only"
import type { Permission } from "#lib/access/permissions"
import { env } from "#lib/base/env"
import { type Outcome, refused } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import { hashLinkToken, isLinkToken, mintLinkToken } from "#lib/crypto/link-token"
import { hashRequest, openAnswer, sealAnswer } from "#lib/crypto/seal-answer"
import type { Claims } from "#lib/crypto/seal-context"
import { pool } from "#lib/db/pool"
import { sql } from "#lib/db/query"
import { attempt, type Tx, withTransaction } from "#lib/db/transaction"
import { isTransient, refusalOf } from "#lib/entry/refuse-database-error"

/** What a door proved about the caller before it opens a transaction. */
export type Entrance<P extends Permission> = {
  readonly permission: P
  readonly kind: Claims["kind"]
  readonly tenantId: string
  readonly actorId?: string
  readonly sessionId?: string
  readonly purpose: string
  readonly requestId: string
  /** A token that the caller presented, or "mint" for a door that makes a hold. */
  readonly link?: string | "mint"
  readonly idempotency?: { readonly key: string; readonly request: unknown }
  readonly readOnly?: boolean
}

type Work<P extends Permission, T, C extends RefusalCode> = (tx: Tx<P>) => Promise<Outcome<T, C>>

/**
 * The one way into the database for every door. Expected database errors become refusals, a refusal leaves nothing
 * behind, deadlocks are run again, and an idempotency key commits together with the work that it stands for.
 */
export async function enter<P extends Permission, T, C extends RefusalCode>(
  entrance: Entrance<P>,
  work: Work<P, T, C>,
): Promise<Outcome<T, RefusalCode>> {
  const link = entrance.link === "mint" ? mintLinkToken() : entrance.link
  if (link !== undefined && !isLinkToken(link)) return refused("NOT_FOUND")
  const sealKey = Buffer.from(env().SEAL_KEY, "base64")
  const claims: Claims = {
    kind: entrance.kind,
    tenantId: entrance.tenantId,
    actorId: entrance.actorId,
    sessionId: entrance.sessionId,
    purpose: entrance.purpose,
    requestId: entrance.requestId,
    linkHash: link && hashLinkToken(link).toString("hex"),
  }
  for (let round = 1; ; round++) {
    try {
      return await withTransaction<P, Outcome<T, RefusalCode>>(
        pool(),
        {
          claims,
          sealKey,
          permission: entrance.permission,
          now: new Date(),
          linkToken: link,
          readOnly: entrance.readOnly,
        },
        // An answer that is to be given again stays, also when it is a refusal; any other refusal leaves nothing behind.
        (tx) => (entrance.idempotency ? once(tx, entrance, sealKey, work) : work(tx)),
        (outcome) => outcome.ok || entrance.idempotency !== undefined,
      )
    } catch (error) {
      if (isTransient(error) && round < 4) continue
      const code = refusalOf(error)
      if (code) return refused(code)
      throw error
    }
  }
}

async function settle<P extends Permission, T>(
  tx: Tx<P>,
  work: Work<P, T, RefusalCode>,
): Promise<Outcome<T, RefusalCode>> {
  try {
    return await attempt(tx, work)
  } catch (error) {
    const code = isTransient(error) ? undefined : refusalOf(error)
    if (code && code !== "UNAVAILABLE") return refused(code)
    throw error
  }
}

async function once<P extends Permission, T>(
  tx: Tx<P>,
  entrance: Entrance<P>,
  sealKey: Uint8Array,
  work: Work<P, T, RefusalCode>,
): Promise<Outcome<T, RefusalCode>> {
  const { key, request } = entrance.idempotency as NonNullable<Entrance<P>["idempotency"]>
  const requestHash = hashRequest(request)
  const claim = await tx.first(
    sql<{ status: string; sealed_answer: Buffer | null }>`
      select status, sealed_answer from app.claim_idempotency(${entrance.purpose}, ${key}, ${requestHash})`,
  )
  if (claim?.status === "in_flight") return refused("IDEMPOTENCY_IN_FLIGHT")
  if (claim?.status === "mismatch") return refused("IDEMPOTENCY_MISMATCH")
  if (claim?.status === "replay" && claim.sealed_answer) {
    return openAnswer(claim.sealed_answer, sealKey, key) as Outcome<T, RefusalCode>
  }
  const outcome = await settle(tx, work)
  await tx.run(
    sql`select app.keep_answer(${entrance.purpose}, ${key}, ${requestHash}, ${sealAnswer(outcome, sealKey, key)})`,
  )
  return outcome
}
