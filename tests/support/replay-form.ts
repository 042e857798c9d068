import type { Page } from "@playwright/test"
import { type Asking, askServer, type RawAnswer } from "./ask-server.ts"

export type FoundForm = { readonly fields: [string, string][]; readonly buttons: [string, string][] }

/** Every form that posts to an action, as a browser without scripts would send it. */
export async function formsOf(page: Page, html: string): Promise<FoundForm[]> {
  return page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "text/html")
    return [...parsed.querySelectorAll("form")].flatMap((form) => {
      const data = [...new FormData(form)].flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value]] : [],
      )
      const buttons = [...form.querySelectorAll("button[name]")].map((button) => [
        button.getAttribute("name") ?? "",
        button.getAttribute("value") ?? "",
      ])
      const isAction = data.some(([name]) => name?.startsWith("$ACTION"))
      return isAction ? [{ fields: data as [string, string][], buttons: buttons as [string, string][] }] : []
    })
  }, html)
}

const boundary = "----holdfast-replay"

/** Sends a form again, as somebody else and with other values if asked. */
export function replayForm(
  origin: string,
  path: string,
  form: FoundForm,
  change: { cookie: string; fields?: Record<string, string>; headers?: Asking["headers"] },
): Promise<RawAnswer> {
  const fields = new Map([...form.fields, ...Object.entries(change.fields ?? {})])
  const parts = [...fields].map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return askServer(origin, path, {
    method: "POST",
    headers: {
      origin,
      "sec-fetch-site": "same-origin",
      "content-type": `multipart/form-data; boundary=${boundary}`,
      ...(change.cookie && { cookie: change.cookie }),
      ...change.headers,
    },
    body: `${parts.join("")}--${boundary}--\r\n`,
  })
}
