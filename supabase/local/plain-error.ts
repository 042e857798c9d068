/** Something the person at the keyboard can mend: shown as what is wrong and what to do, without a stack trace. */
export class PlainError extends Error {
  readonly advice: string
  constructor(message: string, advice: string) {
    super(message)
    this.name = "PlainError"
    this.advice = advice
  }
}

/** Runs a command's main function; a PlainError becomes two lines, anything else keeps its stack. */
export async function runCommand(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (error instanceof PlainError) console.error(`\n✗ ${error.message}\n  ${error.advice}\n`)
    else console.error(error)
    process.exitCode = 1
  }
}
