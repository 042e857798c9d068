"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import { WarnIcon } from "#ui/icons"

type Props = {
  /** Answers with the day's pulse. */
  url: string
  pulse: string
  /** How many appointments the day has as it is drawn now. */
  changedText: string
  signInHref: string
  words: { stale: string; ended: string; signIn: string }
}

const everyMs = 4_000
const atMostMs = 60_000

/**
 * Asks every few seconds, while the page is visible, whether the day is still as drawn; if not, has it drawn anew
 * and says so quietly. When nothing answers it says that plainly and asks less often.
 */
export function LiveDay({ url, pulse, changedText, signInHref, words }: Props) {
  const router = useRouter()
  const [trouble, setTrouble] = useState<{ since: string } | "ended">()
  const [said, setSaid] = useState("")
  const drawn = useRef(pulse)
  const asked = useRef(false)

  useEffect(() => {
    if (drawn.current === pulse) return
    drawn.current = pulse
    // Only what came from outside is announced: a person's own step says itself.
    if (asked.current) setSaid(changedText)
    asked.current = false
  }, [pulse, changedText])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let waitMs = everyMs
    let lastSeen = new Date()
    let stopped = false
    const aborter = new AbortController()
    async function ask() {
      if (stopped || document.visibilityState !== "visible") return
      try {
        const response = await fetch(url, {
          signal: AbortSignal.any([aborter.signal, AbortSignal.timeout(10_000)]),
          headers: { accept: "application/json" },
        })
        if (response.status === 401 || response.status === 403) {
          setTrouble("ended")
          return
        }
        if (!response.ok) throw new Error(String(response.status))
        const answer = (await response.json()) as { pulse: string }
        waitMs = everyMs
        lastSeen = new Date()
        setTrouble(undefined)
        if (answer.pulse !== drawn.current) {
          asked.current = true
          router.refresh()
        }
      } catch {
        if (stopped) return
        waitMs = Math.min(waitMs * 2, atMostMs)
        setTrouble({
          since: lastSeen.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
        })
      }
      timer = setTimeout(ask, waitMs)
    }
    function wake() {
      clearTimeout(timer)
      waitMs = everyMs
      if (document.visibilityState === "visible") ask()
    }
    timer = setTimeout(ask, everyMs)
    document.addEventListener("visibilitychange", wake)
    window.addEventListener("online", wake)
    return () => {
      stopped = true
      aborter.abort()
      clearTimeout(timer)
      document.removeEventListener("visibilitychange", wake)
      window.removeEventListener("online", wake)
    }
  }, [url, router])

  return (
    <>
      <p role="status" className="sr-only" data-live="">
        {said}
      </p>
      <div role="status">
        {trouble ? (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-warn-soft px-4 py-2 text-warn sm:px-6">
            <WarnIcon className="size-4.5" />
            {trouble === "ended" ? (
              <>
                {words.ended}
                <a href={signInHref} className="link font-semibold">
                  {words.signIn}
                </a>
              </>
            ) : (
              words.stale.replace("{time}", trouble.since)
            )}
          </p>
        ) : null}
      </div>
    </>
  )
}
