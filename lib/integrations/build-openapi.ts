import { z } from "zod"
import { type RefusalCode, refusals } from "#lib/base/refusals"
import { type ApiOperation, apiOperations, refusalsOf } from "#lib/integrations/api-operations"
import { problemOutput } from "#lib/integrations/api-schemas"

export type JsonSchema = {
  readonly type?: string
  readonly description?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly [key: string]: unknown
}

export type Parameter = {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export type Answer = {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
}

export type DocumentedOperation = {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: {
    readonly required: true
    readonly content: { readonly "application/json": { readonly schema: JsonSchema } }
  }
  readonly responses: Readonly<Record<string, Answer>>
}

export type OpenApiDocument = {
  readonly openapi: "3.1.0"
  readonly info: Readonly<Record<string, unknown>>
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description:
    "At least 16 random characters of yours (a UUID, say), new for each thing you want done and the same when you try that thing again: the " +
    "first answer is then given again, for 24 hours.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{16,128}$" },
}

/** The OpenAPI 3.1 document of the public API, made of the same schemas with which the doors parse. */
export function buildOpenApi(origin: string): OpenApiDocument {
  const paths: Record<string, Record<string, DocumentedOperation>> = {}
  for (const operation of apiOperations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: documentOperation(operation),
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Holdfast",
      version: "1",
      summary: "Free times, holds and bookings of one practice.",
      description:
        "Times are RFC 3339 with an offset, and carry the IANA zone beside them. Problems are RFC 9457. Whatever " +
        "changes something needs an Idempotency-Key. Browsers on other origins are not let in.",
      license: { name: "AGPL-3.0-only", identifier: "AGPL-3.0-only" },
    },
    servers: [{ url: origin }],
    paths,
    components: { schemas: { Problem: jsonSchemaOf(problemOutput, "output") } },
  }
}

function documentOperation(operation: ApiOperation): DocumentedOperation {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "")
  const { properties = {}, required = [] } = jsonSchemaOf(operation.input, "input")
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name))
  const mutates = operation.method !== "GET"
  const parameter = (name: string, place: "path" | "query"): Parameter => {
    const { description, ...schema } = properties[name] ?? {}
    return { name, in: place, required: required.includes(name), description, schema }
  }
  const body: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(rest.map((name) => [name, properties[name] ?? {}])),
    required: required.filter((name) => rest.includes(name)),
    additionalProperties: false,
  }
  return {
    operationId: operation.name,
    summary: operation.summary,
    description: operation.description,
    parameters: [
      ...inPath.map((name) => parameter(name, "path")),
      ...(mutates ? [idempotencyKey] : rest.map((name) => parameter(name, "query"))),
    ],
    ...(mutates &&
      rest.length > 0 && {
        requestBody: { required: true as const, content: { "application/json": { schema: body } } },
      }),
    responses: { [operation.status]: success(operation), ...problems(refusalsOf(operation)) },
  }
}

function success({ status, output }: ApiOperation): Answer {
  const headers = {
    "X-Request-Id": {
      description: "Names this request in our logs.",
      schema: { type: "string", format: "uuid" },
    },
  }
  if (!output) return { description: "Done; there is nothing to tell.", headers }
  return {
    description: status === 201 ? "Made." : "The answer.",
    content: { "application/json": { schema: jsonSchemaOf(output, "output") } },
    headers,
  }
}

/** One answer per status, naming the codes that come with it. */
function problems(codes: readonly RefusalCode[]): Record<string, Answer> {
  const byStatus = Map.groupBy(codes, (code) => refusals[code])
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      String(status),
      {
        description: sameStatus.join(", "),
        content: {
          "application/problem+json": {
            schema: {
              allOf: [
                { $ref: "#/components/schemas/Problem" },
                { properties: { status: { const: status }, code: { enum: sameStatus } } },
              ],
            },
          },
        },
      },
    ]),
  )
}

function jsonSchemaOf(schema: z.ZodObject, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io,
    override: ({ jsonSchema }) => {
      // Every whole number of JavaScript says its bounds; they tell a reader nothing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return plain as JsonSchema
}
