"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useTransition } from "react"
import { Button } from "#ui/button"
import { TextInput } from "#ui/text-input"

type Props = { action: string; text: string; words: { label: string; hint: string; search: string } }

const waitMs = 220

/** Searches as you type; a plain form underneath, for the button, for Enter and for browsers without scripts. */
export function SearchForm({ action, text, words }: Props) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  function search(form: HTMLFormElement) {
    const wanted = String(new FormData(form).get("text") ?? "")
    const query = wanted ? `?${new URLSearchParams({ text: wanted })}` : ""
    startTransition(() => router.replace(action + query, { scroll: false }))
  }
  return (
    <search>
      <form
        action={action}
        aria-busy={pending}
        className="flex items-end gap-3"
        onChange={(event) => {
          const form = event.currentTarget
          clearTimeout(timer.current)
          timer.current = setTimeout(() => search(form), waitMs)
        }}
        onSubmit={(event) => {
          event.preventDefault()
          clearTimeout(timer.current)
          search(event.currentTarget)
        }}
      >
        <div className="grow">
          <TextInput
            id="text"
            name="text"
            type="search"
            label={words.label}
            hint={words.hint}
            defaultValue={text}
            autoComplete="off"
            maxLength={120}
            autoFocus
          />
        </div>
        <Button type="submit" tone="quiet">
          {words.search}
        </Button>
      </form>
    </search>
  )
}
