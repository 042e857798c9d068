import type { ReactNode } from "react"
import { Mark } from "#ui/mark"

/** One thing to say and one or two ways on: not found, not allowed, gone wrong. */
export function MessagePage({ title, body, children }: { title: string; body: string; children: ReactNode }) {
  return (
    <div className="grid max-w-prose gap-4 py-8 sm:py-16">
      <Mark className="size-10 text-accent" />
      <h1 className="font-semibold text-3xl">{title}</h1>
      <p className="text-ink-quiet text-lg">{body}</p>
      <div className="mt-2 flex flex-wrap gap-3">{children}</div>
    </div>
  )
}
