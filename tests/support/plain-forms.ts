/** A form of a page as a browser without scripts sees it, and its sending. No DOM: thousands are read in a test. */
export interface PlainForm {
  /** Hidden and typed fields with the values that the page gave them; radios and checkboxes only when checked. */
  fields: Map<string, string>
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#x27": "'",
  "#39": "'",
}
const readable = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name) => entities[name] ?? "")

function attributesOf(tag: string): Map<string, string> {
  return new Map(
    [...tag.matchAll(/([^\s="<>/]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [
      name,
      readable(value),
    ]),
  )
}

export function formsIn(html: string): PlainForm[] {
  return [...html.matchAll(/<form\b[^>]*>([\s\S]*?)<\/form>/g)].map(([, inside = ""]) => {
    const fields = new Map<string, string>()
    for (const [, tag = ""] of inside.matchAll(/<input\b([^>]*)>/g)) {
      const attributes = attributesOf(tag)
      const name = attributes.get("name")
      if (!name || (/^(radio|checkbox)$/.test(attributes.get("type") ?? "") && !attributes.has("checked")))
        continue
      fields.set(name, attributes.get("value") ?? "")
    }
    return { fields }
  })
}

/** The first form that posts to a server action and has all of these fields. */
export function findForm(html: string, ...names: string[]): PlainForm | undefined {
  return formsIn(html).find(
    ({ fields }) =>
      names.every((name) => fields.has(name)) &&
      [...fields.keys()].some((name) => name.startsWith("$ACTION")),
  )
}

/** What a reader sees: without scripts, in which the page's words all stand. */
export function visibleText(html: string): string {
  return readable(html.replace(/<script\b[\s\S]*?<\/script>/g, "").replace(/<[^>]+>/g, " ")).replace(
    /\s+/g,
    " ",
  )
}

/** Sends a form with some fields filled in, as that browser would. Does not follow the answer. */
export function sendForm(
  url: string,
  form: PlainForm,
  filled: Record<string, string>,
  cookie = "",
): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of new Map([...form.fields, ...Object.entries(filled)])) body.append(name, value)
  return fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { origin: new URL(url).origin, "sec-fetch-site": "same-origin", ...(cookie && { cookie }) },
    body,
  })
}
