import "server-only"
import { refuseAddress } from "#lib/entry/refuse-method"

const refuse = refuseAddress()

/** Every address under /api that is not there: a program asked, so a program's answer. */
export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
}
