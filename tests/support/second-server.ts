import { spawn } from "node:child_process"
import { createServer } from "node:net"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { openStateFolder, readJson, repositoryRoot, type Secrets } from "../../supabase/local/state-folder.ts"
import { readStack } from "./stack.ts"

export type SecondServer = { readonly origin: string; stop(): Promise<void> }

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0))
    })
  })
}

/** The built application once more, beside the stack's own, on the same database, with another environment. */
export async function startSecondServer(change: Record<string, string> = {}): Promise<SecondServer> {
  const stack = readStack()
  const secrets = readJson<Secrets>(openStateFolder().path("secrets.json"))
  if (!secrets) throw new Error("no secrets.json: is HOLDFAST_DIR the folder of a running stack?")
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const child = spawn(
    join(repositoryRoot, "node_modules", "node", "bin", "node"),
    [
      "--disable-warning=ExperimentalWarning",
      join(repositoryRoot, "supabase/local/serve.ts"),
      "start",
      "--port",
      String(port),
    ],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        APP_URL: origin,
        SUPABASE_URL: stack.supabaseUrl,
        SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
        DATABASE_URL: stack.appDatabaseUrl,
        SEAL_KEY: secrets.sealKey,
        SMTP_URL: "smtp://127.0.0.1:1",
        MAIL_FROM: "Tests <tests@holdfast.test>",
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.serverActionsKey,
        ...change,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  )
  const last: string[] = []
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  const listening = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        last.push(line)
        if (last.length > 20) last.shift()
        if (line.startsWith("Listening")) resolve()
      })
    }
    child.once("exit", () => reject(new Error(`the second server ended:\n${last.join("\n")}`)))
  })
  await listening
  return {
    origin,
    stop: () => {
      child.kill("SIGTERM")
      return ended
    },
  }
}
