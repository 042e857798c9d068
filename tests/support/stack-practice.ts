import { execFileSync } from "node:child_process"
import { join, resolve } from "node:path"
import pg from "pg"
import { nodeArguments } from "../../supabase/local/start-process.ts"
import { readJson, repositoryRoot, type Secrets } from "../../supabase/local/state-folder.ts"
import type { OperatorOrder } from "./act-as-operator.ts"
import type { PlantedPractice, PlantOptions } from "./plant-practice.ts"
import { readStack } from "./stack.ts"

export interface StackPractice extends PlantedPractice {
  /** As the operator: for what no page can bring about (an hour passes, a practice changes its policy). */
  change(text: string, values?: unknown[]): void
}

/** A practice of a test's own in the running stack, so that its journey meets nobody else's. */
export function plantInStack(options: PlantOptions = {}): StackPractice {
  const folder = resolve(repositoryRoot, process.env.HOLDFAST_DIR ?? ".local")
  const sealKey = readJson<Secrets>(join(folder, "secrets.json"))?.sealKey ?? ""
  const ownerUrl = readStack().ownerDatabaseUrl
  const program = join(repositoryRoot, "tests", "support", "act-as-operator.ts")
  const act = (order: OperatorOrder) =>
    execFileSync(process.execPath, [...nodeArguments, program], { input: JSON.stringify(order) }).toString()
  const practice = JSON.parse(act({ ownerUrl, sealKey, plant: options })) as PlantedPractice
  const change = (text: string, values: unknown[] = []) => {
    act({ ownerUrl, sealKey, tenantId: practice.tenantId, text, values })
  }
  return { ...practice, change }
}

/** Reads from the stack's database as its owner, past every wall. */
export async function readAsOwner<R extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: readStack().ownerDatabaseUrl })
  await client.connect()
  try {
    return (await client.query<R>(text, values)).rows
  } finally {
    await client.end()
  }
}
