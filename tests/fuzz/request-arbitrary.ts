import fc from "fast-check"
import type { OpenApiDocument } from "#lib/integrations/build-openapi"
import { coherentFields, type LiveValues } from "./live-values.ts"
import { jsonFor, textFor } from "./value-arbitrary.ts"

export type FuzzRequest = {
  /** Of the document; null for an address that it does not have. */
  readonly template: string | null
  readonly method: string
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
  readonly tenant: string
}

type Change = {
  readonly field: number
  readonly how: "replace" | "omit" | "double" | "extra"
  readonly text: string
  readonly json: unknown
}
type RawBody = { readonly kind: "json" | "text" | "none" | "deep" | "large"; readonly text: string }

export type Recipe = {
  readonly operation: number
  readonly pick: number
  readonly changes: readonly Change[]
  readonly headers: Readonly<Record<string, string>>
  readonly method: string | null
  readonly body: RawBody
  readonly encode: boolean
}

const oddHeaders = fc.constantFrom<Record<string, string>>(
  { origin: "null" },
  { origin: "https://evil.example" },
  { "sec-fetch-site": "cross-site" },
  { "content-type": "text/plain" },
  { "content-type": "application/json; charset=utf-16" },
  { "content-type": "" },
  { "content-encoding": "gzip" },
  { "transfer-encoding": "chunked" },
  { accept: "text/html" },
  { range: "bytes=0-1" },
  { "idempotency-key": "" },
  { "idempotency-key": "short" },
  { "idempotency-key": "always-the-same-key" },
  { "idempotency-key": "k".repeat(400) },
  { "if-none-match": "*" },
  { cookie: "__Host-session=%00; a==b; =" },
  { authorization: "Bearer x" },
  { rsc: "1" },
  { rsc: "1", "next-router-state-tree": "%5B%22" },
  { "next-router-prefetch": "1" },
  { purpose: "prefetch" },
  { "next-action": "0".repeat(42) },
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-nextjs-data": "1" },
  { "x-forwarded-host": "evil.example" },
  { "x-forwarded-proto": "http" },
  { "x-http-method-override": "DELETE" },
  { "accept-language": "x".repeat(300) },
  { "next-url": "/%E0%A4%A" },
  { expect: "100-continue" },
)

const methods = fc.constantFrom(
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
)

function changeOf(field: string, index: number): fc.Arbitrary<Change> {
  return fc.record({
    field: fc.constant(index),
    how: fc.constantFrom("replace", "replace", "replace", "omit", "double", "extra"),
    text: textFor(field),
    json: jsonFor(field),
  })
}

/** Mostly right and a little wrong: what is wrong everywhere never gets past the first check. */
export function recipes(document: OpenApiDocument): fc.Arbitrary<Recipe> {
  const operations = listOperations(document)
  return fc.nat({ max: operations.length }).chain((operation) => {
    const fields = operations[operation]?.fields ?? ["path"]
    return fc.record({
      operation: fc.constant(operation),
      pick: fc.nat(),
      changes: fc.oneof(
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: fc.array(fc.oneof(...fields.map(changeOf)), { minLength: 1, maxLength: 3 }) },
      ),
      headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: oddHeaders }),
      method: fc.oneof({ weight: 11, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: methods }),
      body: fc.oneof(
        { weight: 20, arbitrary: fc.constant<RawBody>({ kind: "json", text: "" }) },
        {
          weight: 3,
          arbitrary: fc.string({ unit: "binary" }).map<RawBody>((text) => ({ kind: "text", text })),
        },
        { weight: 2, arbitrary: fc.json().map<RawBody>((text) => ({ kind: "text", text })) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom<RawBody["kind"]>("none", "deep", "large")
            .map((kind) => ({ kind, text: "" })),
        },
      ),
      encode: fc.boolean(),
    })
  })
}

type Listed = {
  template: string
  method: string
  operationId: string
  inPath: string[]
  fields: string[]
  required: string[]
}

function listOperations(document: OpenApiDocument): Listed[] {
  return Object.entries(document.paths).flatMap(([template, byMethod]) =>
    Object.entries(byMethod).map(([method, { operationId, parameters, requestBody }]) => {
      const said = parameters.filter((one) => one.in !== "header")
      const body = requestBody?.content["application/json"].schema
      return {
        template,
        method: method.toUpperCase(),
        operationId,
        inPath: said.filter((one) => one.in === "path").map(({ name }) => name),
        fields: [...said.map(({ name }) => name), ...Object.keys(body?.properties ?? {})],
        required: [...said.filter((one) => one.required).map(({ name }) => name), ...(body?.required ?? [])],
      }
    }),
  )
}

let sent = 0

/** Turns a recipe into bytes, with what the server knows by now. */
export function cook(recipe: Recipe, document: OpenApiDocument, live: LiveValues): FuzzRequest {
  const listed = listOperations(document)[recipe.operation]
  const encode = (text: string) =>
    recipe.encode ? encodeURIComponent(text.toWellFormed()) : rawSegment(text)
  if (!listed) {
    const address = `/api/${recipe.changes.map(({ text }) => encode(text)).join("/")}`
    return {
      template: null,
      method: recipe.method ?? "GET",
      address,
      headers: recipe.headers,
      body: null,
      tenant: "",
    }
  }
  const known = coherentFields(live, listed.operationId, recipe.pick)
  const values = new Map<string, unknown[]>()
  for (const field of listed.fields) {
    const given = listed.required.includes(field) || recipe.pick % 3 === 0
    if (given) values.set(field, [known[field] ?? "x"])
  }
  const inText = listed.method === "GET"
  for (const { field, how, text, json } of recipe.changes) {
    const name = listed.fields[field] ?? "x"
    const value = inText || listed.inPath.includes(name) ? text : json
    if (how === "replace") values.set(name, [value])
    else if (how === "omit" && !listed.inPath.includes(name)) values.delete(name)
    else if (how === "double") values.set(name, [...(values.get(name) ?? []), value])
    else if (how === "extra") values.set(text || "extra", [value])
  }
  const address = listed.template.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encode(String(values.get(name)?.[0] ?? "")),
  )
  const rest = [...values].filter(([name]) => !listed.inPath.includes(name))
  const query = inText
    ? rest.flatMap(([name, all]) => all.map((one) => `${encode(name)}=${encode(String(one))}`))
    : []
  const method = recipe.method ?? listed.method
  return {
    template: listed.template,
    method,
    address: address + (query.length > 0 ? `?${query.join("&")}` : ""),
    headers: {
      ...(method !== "GET" && {
        "idempotency-key": `fuzz-request-${process.pid}-${sent++}`,
        "content-type": "application/json",
      }),
      ...recipe.headers,
    },
    body:
      method === "GET" || method === "HEAD" || (inText && !recipe.method) ? null : bodyOf(recipe.body, rest),
    tenant: String(values.get("tenant")?.[0] ?? ""),
  }
}

function bodyOf(
  { kind, text }: RawBody,
  fields: readonly (readonly [string, unknown[]])[],
): Uint8Array | null {
  if (kind === "none") return null
  if (kind === "text") return Buffer.from(text, "latin1")
  if (kind === "deep") return Buffer.from(`${'{"a":['.repeat(5_000)}${"]}".repeat(5_000)}`)
  if (kind === "large") return Buffer.from(JSON.stringify({ fullName: "x".repeat(70_000) }))
  const members = fields.flatMap(([name, all]) =>
    all.map((one) => `${JSON.stringify(name)}:${JSON.stringify(one) ?? "null"}`),
  )
  return members.length > 0 ? Buffer.from(`{${members.join(",")}}`) : null
}

/** As a careless client would write it: what cannot stand in a request line at all is left out, the rest stays raw. */
function rawSegment(text: string): string {
  return text.replace(/[^\u0021-\u00ff]|[/?#]/g, "")
}
