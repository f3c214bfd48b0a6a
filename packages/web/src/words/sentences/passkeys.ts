/** What is told where a browser does not come by a passkey. In English: another language finds its own sentence by it. */
export const usernameBeforePasskey = 'Enter your username first, then use your passkey.'
export const passkeyUnusable = 'Your browser could not use a passkey here. Try another way.'
export const passkeyMissing = 'There is no passkey to use here. Use your password.'
export const passkeyThereAlready = 'This device has a passkey for your account already.'
export const passkeyNotMade = 'Your browser could not make a passkey. Try again, or use another device.'
