"use client"

import { useEffect, useRef } from "react"

type Props = { startMinute: number; minutes: number }

/** Where the day has got to. The server places it; the browser moves it on, and brings it into view once. */
export function NowLine({ startMinute, minutes }: Props) {
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = line.current
    if (!element) return
    const place = () => {
      const now = Date.now() / 60_000 - startMinute
      element.style.setProperty("--now", String(now))
      element.hidden = now < 0 || now > minutes
    }
    place()
    const board = element.closest<HTMLElement>("[data-board]")
    if (board) board.scrollTop = Math.max(0, element.offsetTop - board.clientHeight / 3)
    const timer = setInterval(place, 20_000)
    return () => clearInterval(timer)
  }, [startMinute, minutes])
  return (
    <div
      ref={line}
      data-now=""
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 top-[calc(3.5rem+var(--now)*6rem/60)] z-10 border-danger border-t-2 before:absolute before:start-12 before:-top-[5px] before:size-2 before:rounded-full before:bg-danger"
    />
  )
}
