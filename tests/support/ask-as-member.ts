/**
 * A program for end-to-end tests: one query as app_member under a sealed context, as a door would run it. On its own,
 * because the seal lives in server-only code. Reads its order from standard input.
 */
import { randomUUID } from "node:crypto"
import { text } from "node:stream/consumers"
import pg from "pg"
import { sealContext } from "../../lib/crypto/seal-context.ts"

export type MemberQuestion = {
  readonly databaseUrl: string
  readonly sealKey: string
  readonly tenantId: string
  readonly actorId: string
  readonly sessionId: string
  readonly query: string
}

const asked = JSON.parse(await text(process.stdin)) as MemberQuestion
const claims = {
  kind: "member",
  tenantId: asked.tenantId,
  actorId: asked.actorId,
  sessionId: asked.sessionId,
  purpose: "test",
  requestId: randomUUID(),
} as const
const client = new pg.Client({ connectionString: asked.databaseUrl })
await client.connect()
try {
  await client.query("begin")
  await client.query("select set_config('role', 'app_member', true), set_config('app.seal', $1, true)", [
    sealContext(claims, Buffer.from(asked.sealKey, "base64"), Date.now()),
  ])
  process.stdout.write(JSON.stringify((await client.query(asked.query)).rows))
} finally {
  await client.end()
}
