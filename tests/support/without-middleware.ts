import { cpSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { repositoryRoot } from "../../supabase/local/state-folder.ts"
import { type SecondServer, startSecondServer } from "./second-server.ts"

const bareBuild = ".next-without-middleware"

/**
 * The same build with its middleware taken out: a copy of `.next` whose manifests name none, so that it is never
 * loaded. What an emptied middleware.ts would give, without a second build.
 */
export async function startWithoutMiddleware(): Promise<SecondServer> {
  const folder = join(repositoryRoot, bareBuild)
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(repositoryRoot, ".next"), folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/[/\\]\.next[/\\](cache|trace|dev)([/\\]|$)/.test(path),
  })
  const write = (name: string, value: object) =>
    writeFileSync(join(folder, "server", name), JSON.stringify(value))
  write("middleware-manifest.json", { version: 3, middleware: {}, sortedMiddleware: [], functions: {} })
  write("functions-config-manifest.json", { version: 1, functions: {} })
  for (const name of ["middleware.js", "middleware.js.map"])
    rmSync(join(folder, "server", name), { force: true })
  const server = await startSecondServer({ NEXT_DIST_DIR: bareBuild })
  return {
    origin: server.origin,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
