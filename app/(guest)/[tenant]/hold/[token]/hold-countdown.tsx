"use client"

import { useEffect, useState } from "react"
import { LinkButton } from "#ui/link-button"
import { Notice } from "#ui/notice"
import { holdExpiredEvent } from "./keep-typed"

type Props = {
  remainingSeconds: number
  chooseAgainHref: string
  words: Readonly<
    Record<
      | "heldUntil"
      | "remaining"
      | "minutesLeft"
      | "oneMinuteLeft"
      | "secondsLeft"
      | "expiredTitle"
      | "expiredNow"
      | "chooseAgain",
      string
    >
  >
}

/**
 * How long the time is still held. The server says until when, and that is all there is without JavaScript; here it
 * counts down, and a screen reader hears of it at five, two and one minutes and at thirty seconds, no more.
 */
export function HoldCountdown({ remainingSeconds, chooseAgainHref, words }: Props) {
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    // The server's measure of what remains, on our own steady clock: a visitor's wall clock may be wrong.
    const end = performance.now() + remainingSeconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [remainingSeconds])
  const over = left === 0
  useEffect(() => {
    if (over) window.dispatchEvent(new Event(holdExpiredEvent))
  }, [over])
  if (over) {
    return (
      <Notice tone="danger" title={words.expiredTitle}>
        <p>{words.expiredNow}</p>
        <p className="pt-2">
          <LinkButton href={chooseAgainHref}>{words.chooseAgain}</LinkButton>
        </p>
      </Notice>
    )
  }
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 rounded-control bg-accent-soft px-5 py-3">
      <p className="font-semibold text-accent">{words.heldUntil}</p>
      <p role="timer" className="min-w-24 text-ink">
        {left === null
          ? "\u00a0"
          : words.remaining
              .replace("{minutes}", String(Math.floor(left / 60)))
              .replace("{seconds}", String(left % 60).padStart(2, "0"))}
      </p>
      <p role="status" className="sr-only">
        {announcement(left, words)}
      </p>
    </div>
  )
}

/** Changes at five, two and one minutes and at thirty seconds; a live region speaks only when its text changes. */
function announcement(left: number | null, words: Props["words"]): string {
  if (left === null || left > 300) return ""
  if (left > 120) return words.minutesLeft.replace("{count}", "5")
  if (left > 60) return words.minutesLeft.replace("{count}", "2")
  return left > 30 ? words.oneMinuteLeft : words.secondsLeft
}
