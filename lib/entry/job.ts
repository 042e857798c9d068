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
  /** What leaves the house (an e-mail): only after `run` has committed. What it throws is tried again, from `run` on. */
  deliver?: (value: T, input: I) => Promise<void>
  /** In a transaction of its own, once delivered. */
  conclude?: (tx: Tx<"jobs:run">, value: T, input: I) => Promise<Outcome<unknown, C>>
}

/**
 * The door of jobs. A job acts for the tenant that its payload names, as app_job; payloads are written by definer
 * functions that take the tenant from the sealed context. A refusal ends the job; only a surprise is tried again.
 */
export function job<I extends { tenantId: string }, T, C extends RefusalCode>(spec: JobSpec<I, T, C>) {
  async function perform(payload: unknown, _helpers?: JobHelpers): Promise<void> {
    const input = spec.input.parse(payload)
    const entrance = {
      permission: "jobs:run",
      kind: "job",
      tenantId: input.tenantId,
      purpose: spec.name,
      requestId: randomUUID(),
    } as const
    const outcome = await enter(entrance, (tx: Tx<"jobs:run">) => spec.run(tx, input))
    if (!outcome.ok) return retryLater(outcome.code)
    await spec.deliver?.(outcome.value, input)
    const { conclude } = spec
    if (!conclude) return
    const concluded = await enter(entrance, (tx: Tx<"jobs:run">) => conclude(tx, outcome.value, input))
    if (!concluded.ok) retryLater(concluded.code)
  }
  return plated(perform, { kind: "job", permission: "jobs:run" })
}

function retryLater(code: RefusalCode): void {
  if (code === "UNAVAILABLE") throw new Error("database unavailable")
}
