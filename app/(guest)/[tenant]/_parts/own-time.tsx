"use client"

import { useSyncExternalStore } from "react"

type Props = {
  instant: string
  /** The practice's zone: nothing is shown to a visitor whose clock agrees with it. */
  zone: string
  dialect: string
  /** With the place of the time as {time}. */
  words: string
  className?: string
}

/** The visitor's own clock beside the practice's. Only the browser knows it, so that the server renders nothing. */
export function OwnTime({ instant, zone, dialect, words, className }: Props) {
  const own = useSyncExternalStore(
    never,
    () => readOwnTime(instant, zone, dialect),
    () => null,
  )
  return own ? <span className={className}>{words.replace("{time}", own)}</span> : null
}

function never(): () => void {
  return () => {}
}

function readOwnTime(instant: string, zone: string, dialect: string): string | null {
  const at = Date.parse(instant)
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(dialect, options).format(at)
  const clock = { hour: dialect === "en-CA" ? "numeric" : "2-digit", minute: "2-digit" } as const
  const day = { day: "numeric", month: "numeric" } as const
  const sameDay = format(day) === format({ ...day, timeZone: zone })
  if (sameDay && format(clock) === format({ ...clock, timeZone: zone })) return null
  return format(sameDay ? clock : { weekday: "short", ...clock })
}
