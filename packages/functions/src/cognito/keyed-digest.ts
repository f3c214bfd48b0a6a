import { createHmac } from 'node:crypto'
import { userPoolClient } from '../links.ts'

/**
 * HMAC-SHA256 with the client's secret, which only the functions know: nobody
 * else can make one, nor try values out. What is made for one purpose is worth
 * nothing for another.
 */
export const keyedDigest = (purpose: string, text: string): Buffer =>
  createHmac('sha256', userPoolClient().secret).update(`${purpose}\n${text}`).digest()
