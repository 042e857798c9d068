import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Source = { readonly path: string; readonly text: string }

/** A rule over the text of one file. `bad` is a file that it must report, or it proves nothing. */
export interface ArchitectureRule {
  readonly name: string
  readonly why: string
  readonly covers: RegExp
  readonly find: (file: Source, all: ReadonlyMap<string, string>) => string[]
  readonly bad: Source
  /** path → reason. Only shrinks. */
  readonly exceptions?: Readonly<Record<string, string>>
}

/** `lib`, lowest first: a folder imports from those before it, never from those behind. */
export const order = [
  ...["base", "access", "crypto", "db", "audit", "session"],
  ...[
    "tenants",
    "members",
    "services",
    "resources",
    "availability",
    "customers",
    "bookings",
    "notifications",
  ],
  ...["privacy", "clinical", "billing", "integrations"],
  "entry",
]

type Import = { readonly from: string; readonly typeOnly: boolean }

/** Static and dynamic imports and re-exports. `import type`, or braces with types alone, count as type-only. */
export function importsOf(text: string): Import[] {
  const found: Import[] = []
  for (const [, kind, names = "", from = ""] of text.matchAll(
    /^(import|export)\s([^"']*?\bfrom\s+)?["']([^"']+)["']/gm,
  )) {
    const inner = /\{([^}]*)\}/
      .exec(names)?.[1]
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean)
    const allTypes =
      inner !== undefined &&
      inner.length > 0 &&
      inner.every((name) => name.startsWith("type ")) &&
      !/^\w+\s*,/.test(names)
    if (kind === "import" || names) found.push({ from, typeOnly: /^type\s/.test(names) || allTypes })
  }
  for (const [, from = ""] of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({ from, typeOnly: false })
  return found
}

const isServerOnly = (text: string) => /^import "server-only"$/m.test(text.split("\n", 1)[0] ?? "")
const folderOf = (path: string) => path.split("/")[1] ?? ""
const libFolder = (from: string) => /^#lib\/([\w-]+)\//.exec(from)?.[1]
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1")
const matches = (text: string, pattern: RegExp) =>
  (withoutComments(text).match(pattern) ?? []).map((hit) => hit.trim())

export const architectureRules: readonly ArchitectureRule[] = [
  {
    name: "lib is one total order: a folder imports only from those before it",
    why: "With one list there are no circles, and a reader knows where to look.",
    covers: /^lib\/.*\.ts$/,
    find: ({ path, text }) =>
      importsOf(text).flatMap(({ from }) => {
        const [own, other] = [order.indexOf(folderOf(path)), order.indexOf(libFolder(from) ?? folderOf(path))]
        return own === -1 || other === -1 || other > own ? [from] : []
      }),
    bad: { path: "lib/base/x.ts", text: 'import { a } from "#lib/db/pool"\n' },
  },
  {
    name: "lib imports nothing of app or tests, and itself through #lib",
    why: "A relative path hides which layer it reaches.",
    covers: /^lib\/.*\.ts$/,
    find: ({ text }) =>
      importsOf(text).flatMap(({ from }) =>
        /^(\.|#ui|#tests|\/|@\/)/.test(from) && !from.endsWith(".json") ? [from] : [],
      ),
    bad: { path: "lib/base/x.ts", text: 'import { a } from "../db/pool.ts"\n' },
  },
  {
    name: "lib holds no .tsx, app/_ui no bare .ts",
    why: "A component is shape; what it shows is decided elsewhere.",
    covers: /^(lib\/.*\.tsx|app\/_ui\/.*\.ts)$/,
    find: ({ path }) => [path],
    bad: { path: "lib/base/x.tsx", text: "" },
  },
  {
    name: "a file of lib starts with server-only, or is pure: it then imports only pure files",
    why: "What can reach a secret or the database must not be bundled for a browser.",
    covers: /^lib\/(?!.*\.gen\.ts$).*\.ts$/,
    find: ({ text }, all) => {
      if (isServerOnly(text)) return []
      return importsOf(text).flatMap(({ from, typeOnly }) => {
        if (typeOnly || /^(zod|zod\/mini|temporal-polyfill)$/.test(from) || from.endsWith(".json")) return []
        const target = all.get(`${from.replace(/^#/, "")}.ts`)
        return target !== undefined && !isServerOnly(target) ? [] : [from]
      })
    },
    bad: { path: "lib/bookings/x.ts", text: 'import { createHash } from "node:crypto"\n' },
  },
  {
    name: "pages and routes start with server-only",
    why: "A page that slips into a client bundle takes its imports with it.",
    covers: /^app\/.*\/(page\.tsx|route\.ts)$/,
    find: ({ text }) => (isServerOnly(text) ? [] : ['no import "server-only"']),
    bad: { path: "app/x/page.tsx", text: "export default page({})\n" },
    exceptions: { "app/(site)/page.tsx": "no data", "app/(site)/developers/page.tsx": "no data" },
  },
  {
    name: "only lib/db knows the driver and the query builder",
    why: "Every other way to Postgres is a way around the seal.",
    covers: /^(app|lib)\/.*\.tsx?$|^middleware\.ts$/,
    find: ({ path, text }) =>
      path.startsWith("lib/db/")
        ? []
        : importsOf(text).flatMap(({ from }) =>
            /^(pg|pg-.*|postgres|kysely|kysely\/.*)$/.test(from) ? [from] : [],
          ),
    bad: { path: "lib/bookings/x.ts", text: 'import pg from "pg"\n' },
  },
  {
    name: "app holds no SQL and touches neither lib/db nor lib/crypto, but for types",
    why: "Pages ask domains; doors open transactions.",
    covers: /^app\/.*\.tsx?$|^middleware\.ts$/,
    find: ({ text }) => [
      ...importsOf(text).flatMap(({ from, typeOnly }) =>
        /^#lib\/(db|crypto|audit)\//.test(from) && !typeOnly ? [from] : [],
      ),
      ...matches(
        text,
        /\bsql`|["'`]\s*(select\s[^"'`]+\sfrom|insert\s+into|delete\s+from|update\s+\w+(\.\w+)?\s+set)\s[^"'`]*/gi,
      ),
    ],
    bad: { path: "app/x/page.tsx", text: "const rows = await run(`select id from app.customers`)\n" },
  },
  {
    name: "only lib/crypto imports ciphers",
    why: "A nonce used twice or a tag cut short is a mistake that one module can be read for.",
    covers: /^(app|lib)\/.*\.tsx?$|^middleware\.ts$/,
    find: ({ path, text }) =>
      path.startsWith("lib/crypto/")
        ? []
        : matches(
            text,
            /\b(createCipheriv|createDecipheriv|hkdfSync|createHmac|subtle\.(encrypt|decrypt))\b/g,
          ),
    bad: { path: "lib/bookings/x.ts", text: "createDecipheriv('aes-256-gcm', k, n)\n" },
  },
  {
    name: "getSession() is never used",
    why: "It believes the cookie; getClaims() and getUser() verify.",
    covers: /^(app|lib)\/.*\.tsx?$|^middleware\.ts$/,
    find: ({ text }) => matches(text, /\.getSession\s*\(/g),
    bad: { path: "lib/session/x.ts", text: "await client.auth.getSession()\n" },
  },
  {
    name: "there is no browser client of Supabase, and no service-role key",
    why: "Tokens never meet JavaScript in a browser; a key that walks through every wall is not needed.",
    covers: /^(app|lib)\/.*\.tsx?$|^middleware\.ts$/,
    find: ({ text }) =>
      matches(text, /\bcreateBrowserClient\b|\bSERVICE_ROLE\w*|\bservice_role\b|NEXT_PUBLIC_\w+/g),
    bad: { path: "app/x.tsx", text: "createBrowserClient(process.env.NEXT_PUBLIC_SUPABASE_URL)\n" },
  },
  {
    name: "no barrels",
    why: "A barrel hides what a file needs and bundles what it does not.",
    covers: /^(app|lib|tests)\/.*\.tsx?$/,
    find: ({ path, text }) => [
      ...(/\/index\.tsx?$/.test(path) ? [path] : []),
      ...matches(text, /^export \* from .*$/gm),
    ],
    bad: { path: "lib/bookings/index.ts", text: 'export * from "./a.ts"\n' },
  },
  {
    name: "no utils, helpers, common or misc",
    why: "If a file cannot be named with a verb and a noun, it is two files.",
    covers: /^(app|lib|tests|supabase)\/.*\.(tsx?|mjs)$/,
    find: ({ path }) => (/(^|[/.-])(utils?|helpers?|common|misc|shared)([/.-]|$)/.test(path) ? [path] : []),
    bad: { path: "lib/bookings/utils.ts", text: "" },
  },
  {
    name: "a file can be held in the head: at most 300 lines",
    why: "Median near 60; split by verb, never into part2.",
    covers: /^(app|lib|tests|supabase|e2e)\/(?!.*\.gen\.ts$).*\.(tsx?|mjs)$|^middleware\.ts$/,
    find: ({ text }) => (text.split("\n").length > 301 ? [`${text.split("\n").length} lines`] : []),
    bad: { path: "lib/x/y.ts", text: "\n".repeat(400) },
    exceptions: { "supabase/local/seed/practices.ts": "the words of two demo practices, nothing else" },
  },
  {
    name: "app has its server actions in actions.ts and nowhere else",
    why: "The doors test looks there; an action inside a component is a door that nobody sees.",
    covers: /^app\/.*\.tsx?$/,
    find: ({ path, text }) => (/\/actions\.ts$/.test(path) ? [] : matches(text, /^\s*["']use server["']/gm)),
    bad: { path: "app/x/form.tsx", text: 'async function save() {\n  "use server"\n}\n' },
  },
  {
    name: "nobody but a door nails its own plate or opens a transaction",
    why: "A door in name only checks nothing.",
    covers: /^(app|lib)\/.*\.tsx?$|^middleware\.ts$/,
    find: ({ path, text }) =>
      /^lib\/(entry|db)\//.test(path)
        ? []
        : matches(text, /\b(plated|withTransaction|enter|openPool)\s*(<[^>]*>)?\(|\bpool\(\)/g),
    bad: {
      path: "app/x/route.ts",
      text: 'export const GET = plated(answer, { kind: "route", permission: "none" })\n',
    },
    exceptions: {
      "app/api/health/route.ts": "answers without data, before anything is known",
      "app/api/health/ready/route.ts": "answers one word per part",
      "app/api/v1/openapi.json/route.ts": "a document that is the same for everybody",
      "lib/tenants/find-tenant.ts": "the one look-up before a tenant is proven",
      "lib/integrations/check-readiness.ts": "asks whether the database answers, as a guest of nobody",
    },
  },
  {
    name: "middleware and layouts decide nothing: they reach no domain and no door",
    why: "Five bypasses of middleware were published in two years, and layouts do not run again on navigation.",
    covers: /^middleware\.ts$|^app\/.*\/?layout\.tsx$/,
    find: ({ text }) =>
      importsOf(text).flatMap(({ from }) =>
        /^#lib\/(?!base\/|session\/refresh-session$|entry\/glance$)/.test(from) ? [from] : [],
      ),
    bad: { path: "middleware.ts", text: 'import { proveCaller } from "#lib/entry/prove-caller"\n' },
  },
]

/** Every source file below the given folders, by path from the root of the repository. */
export function readSources(root: string, tops: readonly string[]): Map<string, string> {
  const sources = new Map<string, string>()
  const walk = (path: string) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const inner = `${path}/${entry.name}`
      if (entry.isDirectory()) walk(inner)
      else if (/\.(tsx?|mjs)$/.test(entry.name)) sources.set(inner, readFileSync(join(root, inner), "utf8"))
    }
  }
  for (const top of tops) walk(top)
  sources.set("middleware.ts", readFileSync(join(root, "middleware.ts"), "utf8"))
  return sources
}
