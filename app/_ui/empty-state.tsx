import type { ReactNode } from "react"

/** Nothing here yet: says so, says what to do, and offers it. */
export function EmptyState(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 rounded-card border border-line-strong border-dashed px-6 py-12 text-center">
      <p className="font-semibold text-lg">{props.title}</p>
      {props.children ? <div className="max-w-prose text-ink-quiet">{props.children}</div> : null}
      {props.action ? <div className="mt-3">{props.action}</div> : null}
    </div>
  )
}
