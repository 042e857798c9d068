import pg from "pg"

export type SentStatement = { text: string; name: string | undefined; values: readonly unknown[] }

type Config = string | { text: string; name?: string; values?: unknown[] }

/** Every statement that this process sends to Postgres while `work` runs, as the driver was given it. */
export async function recordStatements(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const sent: SentStatement[] = []
  const client = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = client.query
  client.query = function record(this: unknown, ...args: unknown[]) {
    const config = args[0] as Config
    sent.push(
      typeof config === "string"
        ? { text: config, name: undefined, values: [] }
        : { text: config.text, name: config.name, values: config.values ?? [] },
    )
    return original.apply(this, args)
  }
  try {
    await work()
  } finally {
    client.query = original
  }
  return sent
}
