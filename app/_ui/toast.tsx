"use client"

import { useEffect, useSyncExternalStore } from "react"
import { joinClasses } from "#lib/base/join-classes"
import { Button } from "#ui/button"
import { CloseIcon, ErrorIcon, GoodIcon, InfoIcon } from "#ui/icons"

export type Toast = {
  message: string
  tone?: "info" | "good" | "danger"
  /** For "Undo". The toast then stays until it is answered or closed. */
  action?: { label: string; run: () => void }
}
type Shown = Toast & { id: number }

let shown: readonly Shown[] = []
let nextId = 1
const listeners = new Set<() => void>()
const none: readonly Shown[] = []

function publish(next: readonly Shown[]): void {
  shown = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function dismiss(id: number): void {
  publish(shown.filter((toast) => toast.id !== id))
}

/** Says something without taking focus. From any client code; `ToastRegion` must be on the page. At most three stay. */
export function showToast(toast: Toast): void {
  publish([...shown, { ...toast, id: nextId++ }].slice(-3))
}

/** Once per page, from the start: a live region that is added together with its text is not read out. */
export function ToastRegion({ label, closeLabel }: { label: string; closeLabel: string }) {
  const toasts = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  )
  return (
    <section
      aria-label={label}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 grid justify-items-center gap-2 sm:justify-items-end"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} closeLabel={closeLabel} />
      ))}
    </section>
  )
}

const icons = { info: InfoIcon, good: GoodIcon, danger: ErrorIcon }

function ToastCard({ toast, closeLabel }: { toast: Shown; closeLabel: string }) {
  const { id, message, tone = "info", action } = toast
  useEffect(() => {
    // What can be answered or went wrong does not leave by itself (WCAG 2.2.1).
    if (action || tone === "danger") return
    const timer = setTimeout(() => dismiss(id), 8000)
    return () => clearTimeout(timer)
  }, [id, action, tone])
  const ToneIcon = icons[tone]
  return (
    <div className="pointer-events-auto flex max-w-md items-center gap-3 rounded-control border border-line bg-surface-raised py-2 ps-4 pe-2 text-ink shadow-floating">
      <ToneIcon
        className={joinClasses(
          "size-5",
          tone === "danger" ? "text-danger" : tone === "good" ? "text-good" : "text-info",
        )}
      />
      <p className="grow">{message}</p>
      {action ? (
        <Button
          tone="plain"
          size="small"
          onClick={() => {
            dismiss(id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <button
        type="button"
        aria-label={closeLabel}
        onClick={() => dismiss(id)}
        className="grid size-9 shrink-0 cursor-pointer place-items-center rounded-small text-ink-quiet hover:bg-surface-sunken"
      >
        <CloseIcon className="size-4" />
      </button>
    </div>
  )
}
