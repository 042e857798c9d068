import type { ReactNode } from "react"

type Entry = { term: string; value: ReactNode }

/** Facts with their names: stacked on a phone, side by side with room. */
export function DefinitionList({ entries }: { entries: readonly Entry[] }) {
  return (
    <dl className="divide-y divide-line">
      {entries.map((entry) => (
        <div key={entry.term} className="grid gap-x-6 gap-y-0.5 py-3 sm:grid-cols-[11rem_1fr]">
          <dt className="text-ink-quiet">{entry.term}</dt>
          <dd className="min-w-0 break-words">{entry.value}</dd>
        </div>
      ))}
    </dl>
  )
}
