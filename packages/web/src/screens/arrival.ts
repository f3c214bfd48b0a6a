/**
 * What one screen hands to the next, where it is of no use to anybody else. It
 * travels in the history entry: servers and their logs do not see it.
 */
import * as v from 'valibot'

/** Reads it like any other input, for history entries outlive a deploy. One of another form says nothing. */
export const arrival =
  <Arrival extends object>(schema: v.GenericSchema<unknown, Arrival>) =>
  (state: unknown): Partial<Arrival> => {
    const { success, output } = v.safeParse(schema, state)
    return success ? output : {}
  }
