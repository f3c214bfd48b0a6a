/**
 * An authenticator and the browser in front of it, for tests: makes passkeys
 * and proves that it has them, honestly or not.
 * https://www.w3.org/TR/webauthn-3/#sctn-attestation
 */
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

type Behaviour = {
  /** Of the page that asks. */
  origin?: string
  /** What the authenticator takes for the relying party, whatever it is told. */
  relyingPartyId?: string
  verifiesUser?: boolean
  aaguid?: string
  /** ES256, unless the authenticator cannot but make others. */
  algorithm?: number
  /** Of signatures made, the one in question included. */
  counter?: number
}

type Key = { id: string; privateKey: KeyObject; userHandle: string }

/** The members of the two options in JSON that an authenticator reads. */
type CreationOptions = { challenge: string; rp: { id: string }; user: { id: string } }
type RequestOptions = { challenge: string; rpId: string }

const es256 = -7
const flag = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 }
const noModel = '00000000-0000-0000-0000-000000000000'

export function createAuthenticator({ origin = 'http://localhost:5173' }: { origin?: string } = {}) {
  let key: Key | undefined

  const clientData = (type: string, challenge: string, behaviour: Behaviour) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: behaviour.origin ?? origin, crossOrigin: false }))

  return {
    /** What `navigator.credentials.create` gives, as JSON. */
    create({ challenge, rp, user }: CreationOptions, behaviour: Behaviour = {}) {
      const rawId = randomBytes(16)
      const id = rawId.toString('base64url')
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      key = { id, privateKey, userHandle: user.id }
      const { aaguid = noModel, algorithm = es256 } = behaviour
      const authData = Buffer.concat([
        authenticatorData(rp.id, { counter: 0, ...behaviour }, flag.attested),
        Buffer.from(aaguid.replaceAll('-', ''), 'hex'),
        Buffer.from([0, rawId.length]),
        rawId,
        coseKey(publicKey, algorithm),
      ])
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ])
      return {
        ...envelope(id),
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, behaviour).toString('base64url'),
          attestationObject: encoded(attestation).toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
      }
    },

    /** What `navigator.credentials.get` gives, as JSON, by the passkey that was made last. */
    get({ challenge, rpId }: RequestOptions, behaviour: Behaviour = {}) {
      if (!key) throw new Error('This authenticator has no passkey.')
      const data = clientData('webauthn.get', challenge, behaviour)
      const authData = authenticatorData(rpId, { counter: 0, ...behaviour })
      const signed = Buffer.concat([authData, hash('sha256', data, 'buffer')])
      return {
        ...envelope(key.id),
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, key.privateKey).toString('base64url'),
          userHandle: key.userHandle,
        },
      }
    },
  }
}

const envelope = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  clientExtensionResults: {},
})

function authenticatorData(
  rpId: string,
  { relyingPartyId = rpId, verifiesUser = true, counter = 0 }: Behaviour,
  flags = 0,
) {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([
    hash('sha256', relyingPartyId, 'buffer'),
    Buffer.from([flag.userPresent | (verifiesUser ? flag.userVerified : 0) | flags]),
    count,
  ])
}

/** https://www.rfc-editor.org/rfc/rfc9053#section-7.1.1 */
function coseKey(publicKey: KeyObject, algorithm: number) {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return encoded(
    new Map<number, unknown>([
      [1, 2],
      [3, algorithm],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]),
  )
}

const encoded = (map: Map<string, unknown> | Map<number, unknown>) =>
  Buffer.from(isoCBOR.encode(map as Parameters<typeof isoCBOR.encode>[0]))
