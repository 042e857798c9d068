import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { describe, expect, test } from "vitest"

const root = resolve(import.meta.dirname, "..", "..")
const read = (path: string): string => readFileSync(join(root, path), "utf8")

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
]

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[`*]/g, "")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-")
}

const withoutCode = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, "")

function anchorsOf(path: string): string[] {
  return [...withoutCode(read(path)).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] ?? ""))
}

/** What is wrong with the relative links of a page: the target, as written. */
function brokenLinks(page: string, text = read(page)): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "")
  return targets.filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false
    const [path = "", anchor] = target.split("#")
    const file = path === "" ? page : join(dirname(page), decodeURI(path))
    if (file.startsWith("..") || !existsSync(join(root, file))) return true
    return anchor !== undefined && !anchorsOf(file).includes(anchor)
  })
}

/** Files of the repository that a page names in backticks without linking them. */
function namedFiles(text: string): string[] {
  const named = text.matchAll(
    /`((?:app|lib|supabase|tests|e2e|load|docs|\.github|\.ci)\/[\w./[\]()-]+\.\w+)`/g,
  )
  return [...named].map((match) => match[1] ?? "")
}

describe.each(pages)("%s", (page) => {
  test("every relative link leads somewhere, its anchor too", () => {
    expect(brokenLinks(page)).toEqual([])
  })

  test("every file that it names exists", () => {
    expect(namedFiles(read(page)).filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

test("a planted broken link, anchor and file are seen", () => {
  const text = "[a](docs/nowhere.md) [b](LICENSE#nothing) [c](LICENSE) `lib/base/nothing.ts`"
  expect(brokenLinks("README.md", text)).toEqual(["docs/nowhere.md", "LICENSE#nothing"])
  expect(namedFiles(text)).toEqual(["lib/base/nothing.ts"])
})

test("the data model names every table of the migrations", () => {
  const folder = join(root, "supabase", "migrations")
  const tables = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/^create table (\w+\.\w+)/gm)].map(
      (match) => match[1],
    ),
  )
  const page = read("docs/data-model.md")
  expect(tables.length).toBeGreaterThan(20)
  expect(tables.filter((table) => !page.includes(`\`${table}\``))).toEqual([])
})

test("the data model lists every SQLSTATE of our own", () => {
  const own = read("lib/base/sqlstates.ts").match(/HF\d{3}/g) ?? []
  expect(own.filter((code) => !read("docs/data-model.md").includes(code))).toEqual([])
})

test("every npm script that a page mentions exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> }
  const mentioned = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ""),
  )
  expect(mentioned.filter((name) => !(name in scripts))).toEqual([])
})

describe("the environment", () => {
  const example = read(".env.example")
  const listed = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? "")
  const typed = [...read("lib/base/env.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(
    (match) => match[1] ?? "",
  )
  const [first = "", second = ""] = example.split("# --- Read by the programs around it")

  test(".env.example lists what lib/base/env.ts checks, in its first part, and no more there", () => {
    const inFirst = listed.filter((name) => first.includes(`#${name}=`))
    expect(typed.length).toBeGreaterThan(8)
    expect(inFirst.sort()).toEqual(typed.toSorted())
  })

  test("what it lists in the second part is read by a program of ours, or by Next", () => {
    const programs = ["supabase/local", "tests/support"].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => /\.(ts|mjs)$/.test(name))
        .map((name) => read(join(folder, name))),
    )
    const around = listed.filter((name) => second.includes(`#${name}=`))
    expect(around.filter((name) => !programs.some((text) => text.includes(name)))).toEqual([])
  })

  test("no line is active: copying the file changes nothing", () => {
    expect(example.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([])
  })
})

test("the licence is the unchanged text of AGPL-3.0, as package.json says", () => {
  const text = readFileSync(join(root, "LICENSE"))
  expect(createHash("sha256").update(text).digest("hex")).toBe(
    "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0",
  )
  expect(JSON.parse(read("package.json")).license).toBe("AGPL-3.0-only")
})

test("images of the documentation are small", () => {
  const folder = join(root, "docs", "images")
  const names = existsSync(folder) ? readdirSync(folder) : []
  expect(names.filter((name) => statSync(join(folder, name)).size > 200_000)).toEqual([])
})
