// A process of its own for the seed, so that it reads its environment as the application does.
import { existsSync } from "node:fs"
import { writePrivateJson } from "./state-folder.ts"

const [resultPath = ""] = process.argv.slice(2)
const seedFile = new URL("./seed.ts", import.meta.url)
if (existsSync(seedFile)) {
  const { seed } = await import(seedFile.href)
  writePrivateJson(resultPath, await seed(process.env))
} else {
  writePrivateJson(resultPath, { tenants: [], accounts: [] })
}
process.exit(0)
