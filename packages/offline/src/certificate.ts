/**
 * The certificate by which this machine is `localhost` over TLS. It is signed
 * by itself, so a browser asks about it once; it is kept, so that once is
 * enough.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from './clock.ts'

/** Both in PEM. */
export type Certificate = { cert: string; key: string }

export const certificateFile = 'localhost.crt'
const keyFile = 'localhost.key'

const dayMs = 24 * 60 * 60 * 1000
const validDays = 365
/** One that is closer to its end than this is replaced. */
const renewalDays = 14

/** The one in `directory`, which is made if there is none that is good for a while yet. Only its owner may read it. */
export async function localCertificate(
  directory: string,
  { now }: Clock = systemClock,
): Promise<Certificate> {
  const files = { cert: join(directory, certificateFile), key: join(directory, keyFile) }
  const kept = await readKept(files)
  if (kept && isGood(kept, now() + renewalDays * dayMs)) return kept

  const made = await makeCertificate(now())
  for (const part of ['key', 'cert'] as const) {
    const temporary = `${files[part]}.${process.pid}`
    await writeFile(temporary, made[part], { mode: 0o600 })
    await rename(temporary, files[part])
  }
  return made
}

async function readKept(files: Certificate): Promise<Certificate | undefined> {
  try {
    return { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What cannot be read as a certificate and its key is not good either. */
function isGood({ cert, key }: Certificate, atMs: number): boolean {
  try {
    const certificate = new X509Certificate(cert)
    return certificate.validToDate.getTime() > atMs && certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

async function makeCertificate(nowMs: number): Promise<Certificate> {
  // Costs a start that does not ask for it nothing.
  const { generate } = await import('selfsigned')
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs),
    notAfterDate: new Date(nowMs + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { cert: pems.cert, key: pems.private }
}
