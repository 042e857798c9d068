import "server-only"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"
import { answerBooking, answerCancellation, answerMove } from "#lib/integrations/answer-booking"
import {
  cancelBookingOperation,
  moveBookingOperation,
  viewBookingOperation,
} from "#lib/integrations/api-operations"

const link = ({ token }: { token: string }) => token

export const GET = route({ ...viewBookingOperation, permission: "public:read", link, run: answerBooking })

export const PATCH = route({ ...moveBookingOperation, permission: "public:book", link, run: answerMove })

export const DELETE = route({
  ...cancelBookingOperation,
  permission: "public:book",
  link,
  run: answerCancellation,
})

const refuse = refuseMethod("GET", "PATCH", "DELETE")

export { refuse as OPTIONS, refuse as POST, refuse as PUT }
