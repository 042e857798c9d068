import type { ReactNode } from "react"
import { Mark } from "#ui/mark"

type Props = { title: string; body: string; children: ReactNode; footnote?: string }

/** A whole page with one thing to say and one or two ways on: not found, not allowed, gone wrong. */
export function MessagePage({ title, body, children, footnote }: Props) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto grid min-h-[80dvh] w-full max-w-narrow content-center gap-4 px-5 py-12 sm:px-8"
    >
      <title>{title}</title>
      <Mark className="size-10 text-accent" />
      <h1 className="font-semibold text-3xl">{title}</h1>
      <p className="text-ink-quiet text-lg">{body}</p>
      <div className="mt-2 flex flex-wrap gap-3">{children}</div>
      {footnote ? <p className="text-ink-quiet text-sm">{footnote}</p> : null}
    </main>
  )
}
