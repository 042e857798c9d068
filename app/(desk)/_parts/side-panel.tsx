"use client"

import Link from "next/link"
import { type ReactNode, useEffect, useRef } from "react"
import { CloseIcon } from "#ui/icons"

type Props = {
  bookingId: string
  title: string
  closeHref: string
  closeLabel: string
  children: ReactNode
}

// Of the browser's page, not of one component: whether anything has been navigated to since it was loaded.
let isFreshPage = true

/**
 * Beside the day on a wide screen, in place of it on a narrow one. Takes the focus when it opens, unless the page has
 * just been loaded (there a reader starts at the top), and gives it back to the booking in the day when it closes.
 */
export function SidePanel({ bookingId, title, closeHref, closeLabel, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // What was just done has taken the focus already.
    const taken = heading.current?.closest("aside")?.contains(document.activeElement)
    if (!isFreshPage && !taken) heading.current?.focus({ preventScroll: true })
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        const links = document.querySelectorAll<HTMLElement>(`[data-opens="${bookingId}"]`)
        for (const link of links) if (link.checkVisibility()) link.focus({ preventScroll: true })
      })
    }
  }, [bookingId])
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

/** Stands in every day view, so that a panel knows whether it came with the page or later. */
export function NoticeFirstPage() {
  useEffect(() => {
    const timer = setTimeout(() => {
      isFreshPage = false
    })
    return () => clearTimeout(timer)
  }, [])
  return null
}
