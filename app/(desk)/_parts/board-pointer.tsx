"use client"

import { useRouter, useSearchParams } from "next/navigation"
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react"
import { aimAt, type BoardScale, showPreview } from "./aim-at-board.ts"
import { clockTime } from "./format-times.ts"
import { type Drop, MoveDialog, type MoveWords } from "./move-dialog.tsx"

type Props = BoardScale & {
  /** Whether this person may book and move. The doors refuse it otherwise, whatever a pointer does. */
  enabled: boolean
  slug: string
  date: string
  zone: string
  idempotencyKey: string
  back: string
  label: string
  /** The booking that is open beside the board. */
  selected: string | undefined
  words: MoveWords & { bookAt: string }
  children: ReactNode
}

type Drag = {
  tile: HTMLElement
  startX: number
  startY: number
  grabY: number
  moving: boolean
}

const dragFromPx = 6

/**
 * The mouse's shortcuts on the board: a click on a free place books there, dragging an appointment moves it (after
 * asking). Fingers scroll. Everything here can be done without it: "New appointment", and "Move" in the panel.
 */
export function BoardPointer(props: Props) {
  const router = useRouter()
  const sheet = useRef<HTMLDivElement>(null)
  const preview = useRef<HTMLDivElement>(null)
  const drag = useRef<Drag | undefined>(undefined)
  const dragged = useRef(false)
  const [drop, setDrop] = useState<Drop>()
  const address = useSearchParams().toString()
  // A move that is done has led somewhere else; the question has been answered.
  useEffect(() => setDrop((asked) => (address === "" ? asked : undefined)), [address])
  const { selected, back } = props
  useEffect(() => {
    if (!selected || !back) return
    const tile = sheet.current?.querySelector(`[data-booking="${selected}"]`)
    tile?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [selected, back])

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    dragged.current = false
    if (!props.enabled || event.button !== 0 || event.pointerType === "touch") return
    const tile = (event.target as HTMLElement).closest<HTMLElement>("[data-movable]")
    if (!tile) return
    const grabY = event.clientY - tile.getBoundingClientRect().top
    drag.current = { tile, startX: event.clientX, startY: event.clientY, grabY, moving: false }
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (!props.enabled || event.pointerType === "touch" || !sheet.current) return
    const now = drag.current
    if (!now) {
      const free = isFree(event.target)
      const aim = free ? aimAt(sheet.current, event.clientX, event.clientY, 0, props) : undefined
      const text = aim && props.words.bookAt.replace("{time}", clockTime(aim.minute * 60_000, props.zone))
      showPreview(preview.current, sheet.current, aim, 30, text, props)
      return
    }
    const { clientX, clientY } = event
    if (!now.moving && Math.hypot(clientX - now.startX, clientY - now.startY) < dragFromPx) return
    if (!now.moving) {
      now.moving = true
      dragged.current = true
      event.currentTarget.setPointerCapture(event.pointerId)
      now.tile.style.opacity = "0.45"
    }
    const aim = aimAt(sheet.current, clientX, clientY, now.grabY, props)
    const text = aim && `${clockTime(aim.minute * 60_000, props.zone)} ${now.tile.dataset.title ?? ""}`
    showPreview(preview.current, sheet.current, aim, Number(now.tile.dataset.minutes), text, props)
  }

  function endDrag(): Drag | undefined {
    const ended = drag.current
    drag.current = undefined
    if (ended) ended.tile.style.opacity = ""
    showPreview(preview.current, sheet.current, undefined, 0, undefined, props)
    return ended?.moving ? ended : undefined
  }

  function onPointerUp(event: PointerEvent<HTMLDivElement>) {
    const ended = endDrag()
    if (!ended || !sheet.current) return
    const aim = aimAt(sheet.current, event.clientX, event.clientY, ended.grabY, props)
    const home = ended.tile.closest<HTMLElement>("[data-practitioner]")
    if (!aim || !home) return
    const { booking = "", version = "", title = "", starts = "" } = ended.tile.dataset
    const to = clockTime(aim.minute * 60_000, props.zone)
    if (to === starts && aim.practitionerId === home.dataset.practitioner) return
    setDrop({
      bookingId: booking,
      version,
      title,
      startsAt: new Date(aim.minute * 60_000).toISOString(),
      practitionerId: aim.practitionerId,
      from: `${starts}, ${home.dataset.name}`,
      to: `${to}, ${aim.name}`,
    })
  }

  function onClick(event: React.MouseEvent<HTMLDivElement>) {
    if (dragged.current) {
      event.preventDefault()
      dragged.current = false
      return
    }
    if (!props.enabled || !sheet.current || !isFree(event.target)) return
    const aim = aimAt(sheet.current, event.clientX, event.clientY, 0, props)
    if (!aim) return
    const search = new URLSearchParams({
      practitioner: aim.practitionerId,
      date: props.date,
      at: clockTime(aim.minute * 60_000, props.zone),
    })
    router.push(`/${props.slug}/desk/book?${search}`)
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section tabIndex={0} data-board="" aria-label={props.label} className="min-h-0 grow overflow-auto">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of a mouse; keyboards use the buttons and links */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        ref={sheet}
        className="relative min-w-max"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={endDrag}
        onPointerLeave={() =>
          drag.current || showPreview(preview.current, sheet.current, undefined, 0, undefined, props)
        }
        onClickCapture={(event) => dragged.current && event.preventDefault()}
        onClick={onClick}
      >
        {props.children}
        <div
          ref={preview}
          hidden
          aria-hidden="true"
          className="pointer-events-none absolute z-10 truncate rounded-small border border-accent border-dashed bg-accent-soft px-2 py-1 font-semibold text-accent text-sm opacity-90"
        />
      </div>
      {drop ? (
        <MoveDialog
          key={`${drop.bookingId} ${drop.startsAt} ${drop.practitionerId}`}
          drop={drop}
          tenant={props.slug}
          back={props.back}
          idempotencyKey={props.idempotencyKey}
          words={props.words}
          onClose={() => setDrop(undefined)}
        />
      ) : null}
    </section>
  )
}

/** Bare ground of a column: not a tile, not a group, not a heading. */
function isFree(target: EventTarget): boolean {
  const element = target as HTMLElement
  return element.closest("[data-practitioner]") !== null && element.closest("a, [data-group]") === null
}
