import "server-only"
import { toDatabaseError } from "#lib/db/database-error"
import { pool } from "#lib/db/pool"

const known = new Map<string, { tenantId: string; until: number }>()
const rememberMs = 60_000

/**
 * The tenant behind a public slug, from the directory: the one look-up that is made before a tenant is proven.
 * Slugs of shapes that no tenant can have never reach the database.
 * @throws DatabaseUnavailable
 */
export async function findTenantId(slug: string): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(slug)) return undefined
  const remembered = known.get(slug)
  if (remembered && remembered.until > Date.now()) return remembered.tenantId
  const client = await pool()
    .connect()
    .catch((error: unknown) => {
      throw toDatabaseError(error)
    })
  let failure: Error | undefined
  try {
    // One implicit transaction per multi-statement string: the role ends with it.
    const steps = [
      client.query("begin read only"),
      client.query("set local role app_guest"),
      client.query({ name: "find-tenant", text: "select app.find_tenant($1) as id", values: [slug] }),
      client.query("commit"),
    ]
    const settled = await Promise.allSettled(steps)
    const failed = settled.find((one) => one.status === "rejected")
    if (failed?.status === "rejected") throw failed.reason
    const answer = settled[2] as PromiseFulfilledResult<{ rows: { id: string | null }[] }>
    const tenantId = answer.value.rows[0]?.id ?? undefined
    if (tenantId) {
      if (known.size > 10_000) known.clear()
      known.set(slug, { tenantId, until: Date.now() + rememberMs })
    }
    return tenantId
  } catch (error) {
    failure = error as Error
    throw toDatabaseError(error)
  } finally {
    client.release(failure)
  }
}
