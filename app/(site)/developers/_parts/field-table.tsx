import { getTranslations } from "next-intl/server"
import type { JsonSchema } from "#lib/integrations/build-openapi"
import { Table } from "#ui/table"

type Field = { name: string; required: boolean; schema: JsonSchema }
type Props = { title: string; caption: string; fields: readonly Field[] }

/** Fields by name, kind and meaning. */
export async function FieldTable({ title, caption, fields }: Props) {
  const t = await getTranslations("developers")
  return (
    <div>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <Table
        caption={caption}
        columns={[
          { key: "field", label: t("columns.field") },
          { key: "kind", label: t("columns.kind") },
          { key: "meaning", label: t("columns.meaning") },
        ]}
        rows={fields.map(({ name, required, schema }) => ({
          key: name,
          cells: [
            <span key="name" className="grid gap-0.5">
              <code className="whitespace-nowrap text-sm">{name}</code>
              {required ? null : <span className="font-normal text-ink-quiet text-sm">{t("optional")}</span>}
            </span>,
            <span key="kind" className="text-sm" lang="en">
              {kindOf(schema)}
            </span>,
            <span key="meaning" className="grid gap-0.5 text-sm">
              {schema.description ? <span lang="en">{schema.description}</span> : null}
              {exampleOf(schema) ? (
                <span className="break-all text-ink-quiet">
                  {t("example", { example: exampleOf(schema) })}
                </span>
              ) : null}
            </span>,
          ],
        }))}
      />
    </div>
  )
}

/** "date-time", "en | de", "string, 1 to 120": what a programmer wants to know at a glance. */
function kindOf({ type, format, enum: choices, minLength, maxLength }: JsonSchema): string {
  if (Array.isArray(choices)) return choices.join(" | ")
  const kind = format ?? type ?? "any"
  if (maxLength === undefined || format) return kind
  return `${kind}, ${minLength ?? 0} to ${maxLength}`
}

function exampleOf({ examples }: JsonSchema): string {
  return Array.isArray(examples) ? String(examples[0] ?? "") : ""
}

/** Every field of an object, those of objects and lists inside it too: "services[].practitioners[].id". */
export function fieldsOf(schema: JsonSchema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const inner = field.items as JsonSchema | undefined
    const name = `${prefix}${key}${inner ? "[]" : ""}`
    const nested = fieldsOf(inner ?? field, `${name}.`)
    const required = schema.required?.includes(key) ?? false
    return nested.length > 0
      ? nested
      : [{ name, required, schema: inner ? { ...inner, description: field.description } : field }]
  })
}
