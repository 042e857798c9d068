import { existsSync, readdirSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { architectureRules, importsOf, order, readSources } from "#tests/support/architecture-rules"

const root = new URL("../../", import.meta.url).pathname
const tops = ["app", "lib", "tests", "supabase", "e2e"].filter((top) => existsSync(`${root}${top}`))
const sources = readSources(root, tops)

describe.each(architectureRules)("$name", ({ covers, find, bad, exceptions = {}, why }) => {
  const findings = new Map<string, string[]>()
  for (const [path, text] of sources) {
    if (!covers.test(path)) continue
    const found = find({ path, text }, sources)
    if (found.length > 0) findings.set(path, found)
  }

  test("holds", () => {
    const open = [...findings].filter(([path]) => !(path in exceptions))
    expect(open, why).toEqual([])
  })

  test("has no exception that is no longer needed", () => {
    expect(Object.keys(exceptions).filter((path) => !findings.has(path))).toEqual([])
  })

  test("reports a planted fault", () => {
    expect(covers.test(bad.path)).toBe(true)
    expect(find(bad, sources)).not.toEqual([])
  })
})

test("every folder of lib has its place in the order", () => {
  const folders = readdirSync(`${root}lib`, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).filter((name) => !order.includes(name))).toEqual([])
})

test("the rules look at real files", () => {
  expect([...sources.keys()].filter((path) => path.startsWith("lib/")).length).toBeGreaterThan(60)
  expect([...sources.keys()].filter((path) => path.startsWith("app/")).length).toBeGreaterThan(60)
})

test("the reader of imports sees every form", () => {
  const text = `import "a"\nimport b from "b"\nimport { c, type C } from "c"\nimport type { D } from "d"\nimport { type E } from "e"
import {\n  f,\n  g,\n} from "f"\nexport { h } from "h"\nexport * from "i"\nconst j = await import("j")\nexport const k = "k"\n`
  expect(importsOf(text)).toEqual([
    { from: "a", typeOnly: false },
    { from: "b", typeOnly: false },
    { from: "c", typeOnly: false },
    { from: "d", typeOnly: true },
    { from: "e", typeOnly: true },
    { from: "f", typeOnly: false },
    { from: "h", typeOnly: false },
    { from: "i", typeOnly: false },
    { from: "j", typeOnly: false },
  ])
})
