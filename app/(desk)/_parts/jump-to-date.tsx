"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"

type Props = {
  action: string
  date: string
  keep: Readonly<Record<string, string | undefined>>
  words: { label: string; go: string }
}

/** The browser's own date field; goes at once when a date is picked, or with the button where there are no scripts. */
export function JumpToDate({ action, date, keep, words }: Props) {
  const router = useRouter()
  const [hydrated, setHydrated] = useState(false)
  useEffect(() => setHydrated(true), [])
  const kept = Object.entries(keep).filter((entry): entry is [string, string] => Boolean(entry[1]))
  function go(form: HTMLFormElement) {
    const search = new URLSearchParams(new FormData(form) as unknown as Record<string, string>)
    if (search.get("date")) router.push(`${action}?${search}`)
  }
  return (
    <form
      action={action}
      className="flex items-center gap-1.5 max-sm:order-2 max-sm:ms-auto"
      onSubmit={(event) => {
        event.preventDefault()
        go(event.currentTarget)
      }}
    >
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="date"
        name="date"
        required
        aria-label={words.label}
        defaultValue={date}
        min="2000-01-01"
        max="2099-12-31"
        onChange={(event) => {
          // Typing passes through impossible years; a picked or finished date is complete.
          if (event.target.form && /^20\d\d-/.test(event.target.value)) go(event.target.form)
        }}
        className="min-h-9 rounded-control border border-line-strong bg-surface-raised px-2.5 text-sm"
      />
      {hydrated ? null : (
        <button
          type="submit"
          className="min-h-9 rounded-control border border-line-strong px-3 font-semibold text-sm"
        >
          {words.go}
        </button>
      )}
    </form>
  )
}
