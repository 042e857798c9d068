import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import type { OpenApiDocument } from "#lib/integrations/build-openapi"

/** Says what is wrong with an answer, judged by the document alone; undefined when it keeps the contract. */
export type JudgeAnswer = (
  path: string,
  method: string,
  answer: { status: number; contentType: string; body: unknown },
) => string | undefined

export function judgeBy(document: OpenApiDocument): JudgeAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats.default(ajv)
  ajv.addSchema({ $id: "document", components: document.components })
  const compiled = new Map<string, ValidateFunction>()
  return (path, method, { status, contentType, body }) => {
    const answer = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)]
    if (!answer) return `${status} is not documented`
    if (!answer.content) return body === undefined ? undefined : "a body where none is documented"
    const type = contentType.split(";")[0] ?? ""
    const schema = answer.content[type]?.schema
    if (!schema) return `${type || "no content type"} is not documented for ${status}`
    const key = `${method} ${path} ${status}`
    const validate = compiled.get(key) ?? ajv.compile(absolute(schema))
    compiled.set(key, validate)
    return validate(body) ? undefined : ajv.errorsText(validate.errors)
  }
}

/** References point into the document, wherever the schema stands by itself. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')) as object
}
