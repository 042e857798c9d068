import "server-only"
import { createTransport, type Transporter } from "nodemailer"
import { env } from "#lib/base/env"

export type OutgoingMail = {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly replyTo: string | null
  /** Stable per message, so that a mailbox can tell a repetition. Without angle brackets. */
  readonly messageId: string
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly calendar?: { readonly fileName: string; readonly method: string; readonly content: string }
}

let transport: Transporter | undefined

/**
 * Hands one message to the next hop.
 * @throws Error without any address in it: job runners log what is thrown, and servers quote recipients.
 */
export async function deliverMail(mail: OutgoingMail): Promise<void> {
  transport ??= createTransport(env().SMTP_URL, {})
  try {
    await transport.sendMail({
      from: mail.from,
      // An object, never a string: in a string a comma would address a second person.
      to: { name: "", address: mail.to },
      ...(mail.replyTo && { replyTo: { name: "", address: mail.replyTo } }),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.messageId}>`,
      headers: { "Auto-Submitted": "auto-generated", "Content-Language": mail.language },
      disableFileAccess: true,
      disableUrlAccess: true,
      attachments: mail.calendar && [
        {
          filename: mail.calendar.fileName,
          content: mail.calendar.content,
          // Or a hop may turn CRLF, which RFC 5545 demands, into something else.
          contentTransferEncoding: "base64",
          contentType: `text/calendar; charset=utf-8; method=${mail.calendar.method}`,
        },
      ],
    })
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number }
    throw new Error(`the mail hop refused (${[code, responseCode].filter(Boolean).join(" ") || "unknown"})`)
  }
}
