import type { guests as english } from '../english/guests.ts'
import type { Translated } from '../words.ts'

export const guests: Translated<typeof english> = {
  username: 'Benutzername',

  signUp: {
    title: 'Konto erstellen',
    haveAccount: 'Schon ein Konto? {signIn}',
    usernameHint: 'Ihr öffentlicher Name. Er lässt sich später nicht ändern.',
    email: 'E-Mail-Adresse',
    action: 'Konto erstellen',
  },

  confirmScreen: {
    title: 'Sehen Sie in Ihr Postfach',
    lead: 'Geben Sie den {count}\u2011stelligen Code ein, den wir an Ihre E-Mail-Adresse gesendet haben.',
    leadFor:
      'Geben Sie den {count}\u2011stelligen Code ein, den wir für {username} an Ihre E-Mail-Adresse gesendet haben.',
    leadSentTo:
      'Geben Sie den {count}\u2011stelligen Code ein, den wir für {username} an {destination} gesendet haben.',
    confirmedAlready: 'Schon bestätigt? {signIn}',
    notYou: 'Nicht {username}? {useAnother}',
    useAnother: 'Anderen Benutzernamen verwenden',
    'not-confirmed': 'Ihr Konto ist noch nicht bestätigt. Darum haben wir Ihnen einen neuen Code gesendet.',
    'code-not-sent':
      'Ihr Konto ist noch nicht bestätigt. Geben Sie den Code ein, den wir Ihnen gesendet haben, oder fordern Sie einen neuen an.',
    'delivery-failed': 'Wir konnten den Code gerade nicht senden. Fordern Sie einen neuen an.',
    madeTitle: 'Ihr Konto ist angelegt',
    madeLead:
      'Es fehlt nur noch eines: ein {count}\u2011stelliger Code, den wir an Ihre E-Mail-Adresse senden.',
  },

  challenge: {
    notYou: 'Sind Sie das nicht, oder geht es nicht weiter? {startAgain}',
    startAgain: 'Von vorn beginnen',
    TOTP: {
      title: 'Code eingeben',
      lead: 'Öffnen Sie Ihre Authenticator-App, und geben Sie die {count} Ziffern ein, die sie für {app} zeigt.',
    },
    NEW_PASSWORD_REQUIRED: {
      title: 'Passwort wählen',
      lead: 'Sie haben sich mit einem vorläufigen Passwort angemeldet. Das neue kennen nur Sie.',
      action: 'Passwort festlegen',
    },
    MFA_SETUP: {
      title: 'Authenticator-App einrichten',
      lead: 'Konten schützt hier auch eine Authenticator-App. Scannen Sie diesen Code mit Ihrer App, und geben Sie dann ein, was sie zeigt.',
    },
    WEB_AUTHN: {
      title: 'Passkey verwenden',
      lead: 'Ihr Browser fragt jetzt danach.',
      action: 'Passkey verwenden',
    },
  },

  forgotPassword: {
    lead: 'Sagen Sie uns, wer Sie sind. Wir senden einen Code an die E-Mail-Adresse Ihres Kontos, und damit wählen Sie ein neues Passwort.',
    action: 'Code senden',
    remembered: 'Wieder eingefallen? {signIn}',
    sent: 'Wenn es ein Konto gibt, ist ein neuer Code unterwegs.',
  },

  resetPassword: {
    title: 'Neues Passwort wählen',
    lead: 'Geben Sie den {count}\u2011stelligen Code aus unserer E-Mail ein.',
    leadFor: 'Geben Sie den {count}\u2011stelligen Code aus unserer E-Mail für {identifier} ein.',
    leadSent:
      'Wenn es ein Konto für {identifier} gibt, ist ein {count}\u2011stelliger Code an dessen E-Mail-Adresse unterwegs.',
    notYou: 'Nicht {identifier}? {useAnother}',
    useAnother: 'Anderen Namen verwenden',
    action: 'Passwort festlegen',
  },

  notFound: {
    title: 'Hier ist keine Tür',
    lead: 'Diese Adresse führt nirgendwohin. Vielleicht ist sie falsch geschrieben, oder die Seite ist umgezogen.',
    action: 'Zur Startseite',
  },
}
