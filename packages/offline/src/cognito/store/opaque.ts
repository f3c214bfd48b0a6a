import { hash } from 'node:crypto'

/**
 * What the database keeps of a token that it must recognise and never show.
 * These are long and random, so a plain hash of one cannot be searched for.
 */
export const hashOfOpaque = (token: string) => hash('sha256', token, 'buffer')
