import type { ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"

type Props = {
  entries: readonly { term: string; value: ReactNode }[]
  /** Lines above and below, where something stands there. */
  ruled?: boolean
}

/** Facts with their names in little room: denser than #ui/definition-list, for a panel beside the day. */
export function Facts({ entries, ruled = false }: Props) {
  return (
    <dl
      className={joinClasses(
        "grid grid-cols-[minmax(5.5rem,auto)_1fr] gap-x-5 gap-y-2.5",
        ruled && "border-line border-y py-4",
      )}
    >
      {entries.map((entry) => (
        <div key={entry.term} className="col-span-2 grid grid-cols-subgrid leading-snug">
          <dt className="text-ink-quiet">{entry.term}</dt>
          <dd className="min-w-0 break-words">{entry.value}</dd>
        </div>
      ))}
    </dl>
  )
}
