"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { Checkbox } from "#ui/checkbox"
import { Dialog } from "#ui/dialog"
import { KeyboardIcon } from "./desk-icons.tsx"

type KeyName = "n" | "t" | "left" | "right" | "l" | "c" | "esc" | "help"
type Words = {
  open: string
  title: string
  body: string
  toggle: string
  mouse: string
  close: string
  keys: Record<KeyName, string>
}
type Props = { base: string; may: { book: boolean; search: boolean }; words: Words }

const shown: readonly { name: KeyName; cap: string }[] = [
  { name: "n", cap: "N" },
  { name: "t", cap: "T" },
  { name: "left", cap: "J" },
  { name: "right", cap: "K" },
  { name: "l", cap: "L" },
  { name: "c", cap: "/" },
  { name: "esc", cap: "Esc" },
  { name: "help", cap: "?" },
]
const storageKey = "holdfast.keys"

/**
 * Single-key shortcuts and the list of them. They can be switched off (WCAG 2.1.4), and pages say with
 * `data-desk-key` which link a key follows, so that a key never does what the page does not offer.
 */
export function DeskKeys({ base, may, words }: Props) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [enabled, setEnabled] = useState(true)
  useEffect(() => setEnabled(localStorage.getItem(storageKey) !== "off"), [])
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target as HTMLElement
      if (target.closest("input, select, textarea, [contenteditable], [role=dialog], [role=listbox]")) return
      if (event.key !== "Escape" && !enabled) return
      const key = event.key.toLowerCase()
      const link = document.querySelector<HTMLAnchorElement>(`a[data-desk-key="${CSS.escape(key)}"]`)
      if (key === "?") setOpen(true)
      else if (link) link.click()
      else if (key === "n" && may.book) router.push(`${base}/book`)
      else if (key === "/" && may.search) router.push(`${base}/customers`)
      else if (key === "t") router.push(base)
      else return
      event.preventDefault()
    }
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  }, [enabled, base, may.book, may.search, router])
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="grid size-9 cursor-pointer place-items-center rounded-control text-ink-quiet hover:bg-surface-sunken hover:text-ink max-sm:hidden"
      >
        <KeyboardIcon />
        <span className="sr-only">{words.open}</span>
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        description={words.body}
        closeLabel={words.close}
      >
        <dl className="divide-y divide-line border-line border-y">
          {shown.map(({ name, cap }) => (
            <div key={name} className="flex items-center justify-between gap-6 py-2">
              <dt>{words.keys[name]}</dt>
              <dd>
                <kbd className="inline-block min-w-8 rounded-small border border-line-strong bg-surface px-2 py-0.5 text-center font-sans font-semibold text-sm">
                  {cap}
                </kbd>
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-ink-quiet text-sm">{words.mouse}</p>
        <div className="mt-2">
          <Checkbox
            id="desk-keys"
            name="desk-keys"
            label={words.toggle}
            checked={enabled}
            onChange={(event) => {
              setEnabled(event.target.checked)
              localStorage.setItem(storageKey, event.target.checked ? "on" : "off")
            }}
          />
        </div>
      </Dialog>
    </>
  )
}
