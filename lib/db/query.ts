import "server-only"
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from "kysely"
import type { DB } from "#lib/db/schema.gen"

/** Builds typed queries and can run none of them: a `Tx` does, under its role and seal. */
export const query = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** A built query or a raw `sql` fragment, both with their row type. */
export type Statement<R> = Compilable<R> | RawBuilder<R>

export { sql }
