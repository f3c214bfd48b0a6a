/** Somebody with a passkey, in the browser where they have made it. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { type Account, type App, createAccount } from '../start-app.ts'
import { heading, theSecret } from './at-the-door.ts'
import { newVisitor } from './visitor.ts'

export const byPasskey = (page: Page) => page.getByRole('button', { name: 'Sign in with a passkey' })
export const identifier = (page: Page) => page.getByLabel('Username or email')

/**
 * A device that holds passkeys, and its owner's finger: recognised or not, and
 * there or not. It has to be there when it is asked for: the device does not
 * look again.
 */
export async function addDevice(page: Page, transport: 'internal' | 'usb' = 'internal') {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    holdFinger: (enabled: boolean) =>
      devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    recognise: (isUserVerified: boolean) =>
      devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    remove: () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  }
}

/** On the sign-in screen, in the browser where their account has got its passkey. */
export async function passkeyOwner(app: Pick<App, 'url'>, browser: Browser) {
  const account = await createAccount(app)
  const visitor = await newVisitor(browser)
  const { page } = visitor
  const device = await addDevice(page)
  await page.addInitScript(markOffers)
  await page.goto(`${app.url}/sign-in`)
  await page.evaluate(makePasskey, account)
  return Object.assign(visitor, { account, device })
}

/** Runs in the page, which knows nothing of the session that it has for a moment. */
async function makePasskey({ username, password }: Account) {
  let idToken = ''
  async function post(path: string, body?: object) {
    const response = await fetch(`/api${path}`, {
      method: 'POST',
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(idToken && { Authorization: `Bearer ${idToken}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? undefined : response.json()
  }

  idToken = (await post('/sign-in', { username, password })).idToken
  const { options } = await post('/account/passkeys/options')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  await post('/account/passkeys', { name: 'Laptop', credential: made.toJSON() })
  await post('/sign-out')
}

/** Runs in the page: lets it be seen from outside that autofill waits for a passkey. */
function markOffers() {
  const get = navigator.credentials.get.bind(navigator.credentials)
  navigator.credentials.get = options => {
    if (options?.mediation === 'conditional') document.documentElement.dataset.offered = 'true'
    return get(options)
  }
}

export const expectOffer = (page: Page) =>
  expect(page.locator('html')).toHaveAttribute('data-offered', 'true')

/** Their passkey has been used here before, and they have signed out since. */
export async function returningOwner(app: Pick<App, 'url'>, browser: Browser) {
  const visitor = await passkeyOwner(app, browser)
  const { page, account, device } = visitor
  await identifier(page).fill(account.username)
  await byPasskey(page).click()
  await expect(page.getByText(theSecret)).toBeVisible()
  await device.holdFinger(false)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
  await expectOffer(page)
  return visitor
}
