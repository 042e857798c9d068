import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { PlainError } from "./plain-error.ts"
import { type Environment, startProcess, tailOfLog } from "./start-process.ts"
import { repositoryRoot } from "./state-folder.ts"

const inputs = [
  "app",
  "lib",
  "public",
  "middleware.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
]

function* filesUnder(path: string): Generator<string> {
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) yield* filesUnder(child)
    else yield child
  }
}

/** A fingerprint of everything that `next build` reads from the repository. */
export function fingerprintInputs(root = repositoryRoot): string {
  const hash = createHash("sha256").update(process.version)
  for (const input of inputs) {
    const path = join(root, input)
    if (!existsSync(path)) continue
    const files = /\.\w+$/.test(input) ? [path] : filesUnder(path)
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest("hex")
}

const nextProgram = join(repositoryRoot, "node_modules", "next", "dist", "bin", "next")
/** Not under the react-server condition: Next chooses React's halves itself. */
export const serveProgram = join(repositoryRoot, "supabase", "local", "serve.ts")
const stampPath = join(repositoryRoot, ".next", "holdfast-build")

/** Builds the application unless the build at hand is of the same sources. Returns a word about what it did. */
export async function buildApp(env: Environment, logPath: string): Promise<string> {
  const fingerprint = fingerprintInputs()
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === fingerprint) return "unchanged"
  rmSync(stampPath, { force: true })
  const build = startProcess({
    name: "next build",
    file: process.execPath,
    args: [nextProgram, "build"],
    env: { ...env, NODE_ENV: "production" },
    logPath,
  })
  const code = await build.ended
  if (code !== 0) {
    throw new PlainError(
      "The application does not build.",
      `The end of ${logPath}:\n${tailOfLog(logPath, 40)}`,
    )
  }
  writeFileSync(stampPath, fingerprint)
  return "built for production"
}
