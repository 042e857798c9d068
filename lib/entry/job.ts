import "server-only"
import { randomUUID } from "node:crypto"
import type { JobHelpers } from "graphile-worker"
import type { z } from "zod"
import type { Outcome } from "#lib/base/outcome"
import type { RefusalCode } from "#lib/base/refusals"
import type { Tx } from "#lib/db/transaction"
import { plated } from "#lib/entry/door"
import { enter } from "#lib/entry/enter"

type JobSpec<I, T, C extends RefusalCode> = {
  name: string
  input: z.ZodType<I>
  run: (tx: Tx<"jobs:run">, input: I) => Promise<Outcome<T, C>>
}

/**
 * The door of jobs. A job acts for the tenant that its payload names, as app_job; payloads are written by definer
 * functions that take the tenant from the sealed context. A refusal ends the job; only a surprise is tried again.
 */
export function job<I extends { tenantId: string }, T, C extends RefusalCode>(spec: JobSpec<I, T, C>) {
  async function perform(payload: unknown, _helpers?: JobHelpers): Promise<void> {
    const input = spec.input.parse(payload)
    const outcome = await enter(
      {
        permission: "jobs:run",
        kind: "job",
        tenantId: input.tenantId,
        purpose: spec.name,
        requestId: randomUUID(),
      },
      (tx: Tx<"jobs:run">) => spec.run(tx, input),
    )
    if (!outcome.ok && outcome.code === "UNAVAILABLE") throw new Error("database unavailable")
  }
  return plated(perform, { kind: "job", permission: "jobs:run" })
}
