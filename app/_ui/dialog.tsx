"use client"

import { Dialog as BaseDialog } from "@base-ui/react/dialog"
import type { ReactElement, ReactNode } from "react"
import { CloseIcon } from "#ui/icons"

type Props = {
  title: string
  description?: string
  closeLabel: string
  /** The element that opens it, e.g. `<Button>…</Button>`; leave out when `open` is controlled. */
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
  /** Buttons at the bottom, the safe one first. */
  actions?: ReactNode
}

/** A modal sheet for the desk: focus is kept inside, Escape closes, focus returns. Needs `CspProvider` above it. */
export function Dialog(props: Props) {
  return (
    <BaseDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      {props.trigger ? <BaseDialog.Trigger render={props.trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 bg-scrim transition-opacity duration-150 ease-calm data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup className="fixed top-1/2 left-1/2 flex max-h-[calc(100dvh-2rem)] w-[34rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-card border border-line bg-surface-raised text-ink shadow-floating transition-[scale,opacity] duration-150 ease-calm data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <header className="flex items-start gap-4 px-6 pt-5 pb-3">
            <div className="grid grow gap-1">
              <BaseDialog.Title className="font-semibold text-xl">{props.title}</BaseDialog.Title>
              {props.description ? (
                <BaseDialog.Description className="text-ink-quiet">
                  {props.description}
                </BaseDialog.Description>
              ) : null}
            </div>
            <BaseDialog.Close
              aria-label={props.closeLabel}
              className="-me-2.5 grid size-11 shrink-0 cursor-pointer place-items-center rounded-control text-ink-quiet hover:bg-surface-sunken"
            >
              <CloseIcon />
            </BaseDialog.Close>
          </header>
          <div className="overflow-y-auto px-6 pb-6">{props.children}</div>
          {props.actions ? (
            <footer className="flex flex-wrap justify-end gap-3 border-line border-t px-6 py-4">
              {props.actions}
            </footer>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
