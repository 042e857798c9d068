import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { repositoryRoot, type StackFile } from "../../supabase/local/state-folder.ts"

export const stackPath = (): string =>
  join(resolve(repositoryRoot, process.env.HOLDFAST_DIR ?? ".local"), "stack.json")

/** The running stack, as `npm start` describes it in stack.json (in HOLDFAST_DIR, or `.local`). */
export function readStack(): StackFile {
  return JSON.parse(readFileSync(stackPath(), "utf8")) as StackFile
}

export interface CapturedMessage {
  id: string
  receivedAt: string
  from: string
  to: string[]
  subject: string
  text: string
  html: string
  attachments: { fileName: string; contentType: string; text: string }[]
  headers: { name: string; value: string }[]
}

/** Messages to an address, newest first; waits up to `timeoutMs` until there are `count`. */
export async function waitForMail(to: string, count = 1, timeoutMs = 15_000): Promise<CapturedMessage[]> {
  const url = `${readStack().mailboxUrl}/api/messages?to=${encodeURIComponent(to)}`
  const deadline = Date.now() + timeoutMs
  while (true) {
    const messages = (await (await fetch(url)).json()) as CapturedMessage[]
    if (messages.length >= count) return messages
    if (Date.now() > deadline)
      throw new Error(`${messages.length} of ${count} messages to ${to} after ${timeoutMs} ms`)
    await new Promise((resolve_) => setTimeout(resolve_, 150))
  }
}
