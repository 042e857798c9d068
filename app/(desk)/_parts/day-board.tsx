import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import { joinClasses } from "#lib/base/join-classes"
import { NoncedStyle } from "#ui/nonced-style"
import { readNonce } from "#ui/read-nonce"
import { BoardPointer } from "./board-pointer.tsx"
import { BoardTile } from "./board-tile.tsx"
import { NowLine } from "./now-line.tsx"
import type { Board } from "./place-day.ts"
import { placeName, positionRules } from "./position-rules.ts"
import { refusalWords } from "./refusal-words.ts"

type Props = {
  board: Board
  slug: string
  date: string
  zone: string
  granularityMinutes: number
  /** Minutes from the top, when the day is today. */
  now: number | undefined
  mayWrite: boolean
  selected: string | undefined
  hrefOf: (bookingId: string) => string
  idempotencyKey: string
  back: string
}

/** A height in minutes becomes one in rem: an hour is tall enough for two lines in half of it. */
const placed =
  "absolute top-[calc(var(--s)*var(--minute))] h-[calc(var(--d)*var(--minute))] [--minute:calc(6rem/60)]"

/**
 * Columns per practitioner on one axis. Positions are numbers in a style element with the nonce, one rule per
 * distinct place: the policy forbids style attributes, and without scripts the board stands all the same.
 */
export async function DayBoard(props: Props) {
  const { board, mayWrite } = props
  const [t, common, locale, nonce, refusals] = await Promise.all([
    getTranslations("desk"),
    getTranslations("common"),
    getLocale(),
    readNonce(),
    refusalWords(),
  ])
  return (
    <BoardPointer
      enabled={mayWrite}
      slug={props.slug}
      date={props.date}
      zone={props.zone}
      granularityMinutes={props.granularityMinutes}
      startMinute={board.startMinute}
      minutes={board.minutes}
      idempotencyKey={props.idempotencyKey}
      back={props.back}
      selected={props.selected}
      label={t("day.board")}
      words={{
        bookAt: t.raw("day.bookAt"),
        title: t("move.ask.title"),
        from: t("move.ask.from"),
        to: t("move.ask.to"),
        note: t("move.ask.note"),
        yes: t("move.ask.yes"),
        no: t("move.ask.no"),
        pending: t("booking.pending"),
        refused: t("refused"),
        close: common("close"),
        refusals,
      }}
    >
      <NoncedStyle nonce={nonce} css={positionRules(board, props.now)} />
      <div className="flex min-w-max">
        <div aria-hidden="true" className="sticky start-0 z-20 w-14 shrink-0 border-line border-e bg-surface">
          <div className="sticky top-0 z-10 h-14 border-line border-b bg-surface" />
          <div className="relative h-[calc(var(--all)*6rem/60)]" data-board-axis="">
            {board.hours.map(({ offset, minutes, label }) => (
              <div
                key={offset}
                data-p={placeName({ offset, minutes })}
                className={joinClasses(placed, "inset-x-0")}
              >
                <span className="absolute end-2 top-1 text-ink-quiet text-sm">{label}</span>
              </div>
            ))}
          </div>
        </div>
        {board.columns.map(({ practitioner, open, items }) => (
          <section
            key={practitioner.id}
            aria-label={practitioner.displayName}
            className="min-w-44 grow basis-0 border-line border-e"
          >
            <header className="sticky top-0 z-10 flex h-14 flex-col justify-center border-line border-b bg-surface px-3 leading-tight">
              <h2 className="truncate font-semibold">{practitioner.displayName}</h2>
              <p className="truncate text-ink-quiet text-sm">
                {locale === "de" ? practitioner.titleDe || practitioner.title : practitioner.title}
              </p>
            </header>
            <div
              data-practitioner={practitioner.id}
              data-name={practitioner.displayName}
              className="relative h-[calc(var(--all)*6rem/60)] bg-surface-sunken"
            >
              {open.map(({ offset, minutes }) => (
                <div
                  key={offset}
                  aria-hidden="true"
                  data-p={placeName({ offset, minutes })}
                  className={joinClasses(placed, "inset-x-0 bg-surface-raised")}
                />
              ))}
              {board.hours.map(({ offset, minutes }) => (
                <div
                  key={offset}
                  aria-hidden="true"
                  data-p={placeName({ offset, minutes })}
                  className={joinClasses(
                    placed,
                    "inset-x-0 border-line border-t after:absolute after:inset-x-0 after:top-1/2 after:border-line after:border-t after:border-dotted",
                  )}
                />
              ))}
              <ol>
                {items.map((item) => (
                  <BoardTile
                    key={item.key}
                    item={item}
                    placed={placed}
                    mayWrite={mayWrite}
                    selected={props.selected}
                    hrefOf={props.hrefOf}
                  />
                ))}
              </ol>
            </div>
          </section>
        ))}
      </div>
      {props.now === undefined ? null : <NowLine startMinute={board.startMinute} minutes={board.minutes} />}
    </BoardPointer>
  )
}
