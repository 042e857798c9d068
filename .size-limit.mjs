// What the public booking page sends to a phone: every script that Next names for it, compressed.
import { readFileSync } from "node:fs"

const page = "/(guest)/[tenant]/page"
const { rootMainFiles } = JSON.parse(readFileSync(".next/build-manifest.json", "utf8"))
const source = readFileSync(`.next/server/app${page}_client-reference-manifest.js`, "utf8")
// The manifest is a script: `globalThis.__RSC_MANIFEST["…"] = {…}`.
const manifest = JSON.parse(
  source.slice(source.indexOf("{", source.indexOf(page)), source.lastIndexOf("}") + 1),
)
const scripts = new Set([...rootMainFiles, ...Object.values(manifest.entryJSFiles).flat()])

export default [
  {
    name: "public booking page, scripts",
    path: [...scripts].map((file) => `.next/${file}`),
    gzip: true,
    limit: "160 kB",
  },
]
