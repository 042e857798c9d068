"use client"

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react"
import { joinClasses } from "#lib/base/join-classes"
import type { ChosenCustomer } from "#lib/customers/read-bookable-customer"
import type { CustomerHit } from "#lib/customers/search-customers"
import { TextInput } from "#ui/text-input"
import type { BookWords } from "./book-words.ts"
import { shortDay } from "./format-times.ts"

type Props = {
  tenant: string
  mayAdd: boolean
  words: BookWords
  onChoose: (customer: ChosenCustomer) => void
  onNew: (text: string) => void
}

const waitMs = 160

/** Search as you type (ARIA 1.2 combobox): arrows move, Enter takes, Escape closes; the last line adds somebody new. */
export function CustomerFinder({ tenant, mayAdd, words, onChoose, onNew }: Props) {
  const listId = useId()
  const [text, setText] = useState("")
  const [found, setFound] = useState<{ text: string; hits: readonly CustomerHit[] }>()
  const [active, setActive] = useState(0)
  const latest = useRef("")
  useEffect(() => {
    const wanted = text.trim()
    latest.current = wanted
    if (wanted.length < 2) return setFound(undefined)
    const aborter = new AbortController()
    const timer = setTimeout(async () => {
      const search = new URLSearchParams({ text: wanted })
      const response = await fetch(`/${tenant}/desk/customers/search?${search}`, {
        signal: aborter.signal,
      }).catch(() => undefined)
      if (!response?.ok || latest.current !== wanted) return
      const { hits } = (await response.json()) as { hits: readonly CustomerHit[] }
      setFound({ text: wanted, hits: hits.slice(0, 7) })
      setActive(0)
    }, waitMs)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [text, tenant])
  const options: { key: string; hit: CustomerHit | undefined }[] = found
    ? [
        ...found.hits.map((hit) => ({ key: hit.id, hit })),
        ...(mayAdd ? [{ key: "new", hit: undefined }] : []),
      ]
    : []
  const isOpen = options.length > 0
  function take(hit: CustomerHit | undefined) {
    if (hit) onChoose(hit)
    else onNew(text)
    setFound(undefined)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!isOpen) return
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const move = moves[event.key]
    if (move) setActive((active + move + options.length) % options.length)
    else if (event.key === "Enter") take(options[active]?.hit)
    else if (event.key === "Escape") setFound(undefined)
    else return
    event.preventDefault()
  }
  const say = found
    ? found.hits.length > 0
      ? words.found.replace("{count}", String(found.hits.length))
      : mayAdd
        ? words.foundNone
        : words.noneKnown
    : ""
  return (
    <div className="relative grid gap-2">
      <TextInput
        id="customer-search"
        name="customer-search"
        label={words.known}
        hint={words.knownHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
      />
      <p role="status" className={found && !isOpen ? "text-ink-quiet text-sm" : "sr-only"}>
        {say}
      </p>
      <div
        id={listId}
        role="listbox"
        aria-label={words.known}
        hidden={!isOpen}
        className="overflow-hidden rounded-control border border-line-strong bg-surface-raised shadow-raised"
      >
        {options.map(({ key, hit }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field; aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          <div
            key={key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => take(hit)}
            onPointerMove={() => setActive(index)}
            className={joinClasses(
              "grid min-h-10 cursor-pointer content-center px-3.5 py-1.5 leading-snug",
              index === active && "bg-accent-soft",
              !hit && "border-line border-t font-semibold text-accent",
            )}
          >
            {hit ? (
              <>
                <span className="font-semibold">{hit.fullName}</span>
                <span className="truncate text-ink-quiet text-sm">
                  {[
                    hit.phone ?? hit.email,
                    hit.latestWallStart
                      ? words.latest.replace(
                          "{day}",
                          shortDay(hit.latestWallStart.slice(0, 10), words.locale),
                        )
                      : words.first,
                  ].join(" · ")}
                </span>
              </>
            ) : (
              words.newNamed.replace("{text}", text.trim())
            )}
          </div>
        ))}
      </div>
    </div>
  )
}
