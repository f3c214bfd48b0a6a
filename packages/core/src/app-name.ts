/** What people know the app by: in titles, in emails, in their authenticator app. No password may be made of it. */
export const appName = 'Latchkey'
