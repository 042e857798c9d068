import type { ReactNode } from "react"

/** One thing to say inside a practice's own shell, and one way on. */
export function PlainMessage({
  title,
  body,
  children,
}: {
  title: string
  body: string
  children: ReactNode
}) {
  return (
    <div className="grid max-w-prose gap-4 py-6 sm:py-12">
      <h1 className="font-semibold text-3xl sm:text-4xl">{title}</h1>
      <p className="text-ink-quiet text-lg">{body}</p>
      <div className="mt-2 flex flex-wrap gap-3">{children}</div>
    </div>
  )
}
