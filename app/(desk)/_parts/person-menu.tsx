"use client"

import { type ReactNode, useEffect, useRef } from "react"

/** A native disclosure, so that signing out works without JavaScript; with it, Escape and a click elsewhere close. */
export function PersonMenu({ name, label, children }: { name: string; label: string; children: ReactNode }) {
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    function close(event: Event) {
      const details = box.current
      if (!details?.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return
        details.open = false
        // Escape means the innermost: the appointment beside the day stays open.
        event.preventDefault()
        details.querySelector("summary")?.focus()
      } else if (!details.contains(event.target as Node)) {
        details.open = false
      }
    }
    document.addEventListener("pointerdown", close)
    document.addEventListener("keydown", close, true)
    return () => {
      document.removeEventListener("pointerdown", close)
      document.removeEventListener("keydown", close, true)
    }
  }, [])
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .slice(0, 2)
    .join("")
  return (
    <details ref={box} className="relative">
      <summary className="flex size-9 list-none items-center justify-center rounded-full bg-surface-sunken font-semibold text-sm hover:bg-accent-soft hover:text-accent [&::-webkit-details-marker]:hidden">
        <span aria-hidden="true">{initials}</span>
        <span className="sr-only">
          {label}: {name}
        </span>
      </summary>
      <div className="absolute end-0 top-full z-40 mt-2 w-72 rounded-control border border-line bg-surface-raised text-ink shadow-floating">
        {children}
      </div>
    </details>
  )
}
