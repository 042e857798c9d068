import { getTranslations } from "next-intl/server"
import type { Answer, DocumentedOperation } from "#lib/integrations/build-openapi"
import { Badge, type BadgeTone } from "#ui/badge"
import { Card } from "#ui/card"
import { FieldTable, fieldsOf } from "./field-table"

type Props = { path: string; method: string; operation: DocumentedOperation }

const tones: Readonly<Record<string, BadgeTone>> = {
  GET: "info",
  POST: "good",
  PATCH: "warn",
  DELETE: "danger",
}

/** One method of one address: what it takes and what it answers. */
export async function OperationSection({ path, method, operation }: Props) {
  const t = await getTranslations("developers")
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const body = requestBody?.content["application/json"].schema
  const output = Object.values(responses)[0]?.content?.["application/json"]?.schema
  const places = [
    { place: "path", label: t("inPath") },
    { place: "query", label: t("inQuery") },
    { place: "header", label: t("inHeader") },
  ] as const
  return (
    <section id={operationId} aria-labelledby={`${operationId}-heading`} className="scroll-mt-6">
      <Card>
        <div className="grid gap-6">
          <div className="grid gap-2" lang="en">
            <h2 id={`${operationId}-heading`} className="font-semibold text-xl">
              {summary}
            </h2>
            <p className="flex min-w-0 flex-wrap items-center gap-3">
              <Badge tone={tones[method]}>{method}</Badge>
              <code className="min-w-0 break-all text-sm">{path}</code>
            </p>
            <p className="max-w-prose text-ink-quiet">{description}</p>
          </div>
          {places.map(({ place, label }) => {
            const here = parameters.filter((one) => one.in === place)
            return here.length > 0 ? (
              <FieldTable
                key={place}
                title={label}
                caption={t("tableOf", { operation: summary, part: label })}
                fields={here.map(({ name, required, description: meaning, schema }) => ({
                  name,
                  required,
                  schema: { ...schema, description: meaning },
                }))}
              />
            ) : null
          })}
          {body ? (
            <FieldTable
              title={t("inBody")}
              caption={t("tableOf", { operation: summary, part: t("inBody") })}
              fields={fieldsOf(body)}
            />
          ) : null}
          {output ? (
            <FieldTable
              title={t("inAnswer")}
              caption={t("tableOf", { operation: summary, part: t("inAnswer") })}
              fields={fieldsOf(output)}
            />
          ) : null}
          <div>
            <h3 className="mb-2 font-semibold">{t("answers")}</h3>
            <ul className="flex flex-wrap gap-2 text-sm">
              {Object.entries(responses).flatMap(([status, answer]) =>
                namesOf(answer).map((name) => (
                  <li key={status + name} className="rounded-small bg-surface-sunken px-2 py-1">
                    {status} <code lang="en">{name}</code>
                  </li>
                )),
              )}
            </ul>
          </div>
        </div>
      </Card>
    </section>
  )
}

/** The codes of a problem, or the words for a success. */
function namesOf({ content, description }: Answer): string[] {
  return content && !content["application/json"] ? description.split(", ") : [description]
}
