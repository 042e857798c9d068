"use client"

import Link from "next/link"
import { type ReactNode, useEffect, useRef } from "react"
import { CloseIcon } from "#ui/icons"

type Props = { title: string; closeHref: string; closeLabel: string; children: ReactNode }

/** Beside the day on a wide screen, in place of it on a narrow one. Takes focus when it opens on another booking. */
export function SidePanel({ title, closeHref, closeLabel, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const arrived = useRef(false)
  useEffect(() => {
    // Not on a fresh page: there the reader starts at the top, as always.
    if (arrived.current || performance.now() > 4_000) heading.current?.focus({ preventScroll: true })
    arrived.current = true
  }, [])
  return (
    <aside
      aria-label={title}
      className="w-full shrink-0 overflow-y-auto border-line bg-surface-raised px-4 pb-8 sm:px-6 lg:w-[26.5rem] lg:border-s"
    >
      <header className="sticky top-0 z-10 flex items-center justify-between bg-surface-raised py-3">
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-xl">
          {title}
        </h2>
        <Link
          href={closeHref}
          prefetch={false}
          scroll={false}
          aria-label={closeLabel}
          data-desk-key="escape"
          className="-me-2 grid size-10 place-items-center rounded-control text-ink-quiet hover:bg-surface-sunken"
        >
          <CloseIcon />
        </Link>
      </header>
      {children}
    </aside>
  )
}
