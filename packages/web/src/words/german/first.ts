import type { Sentences, TranslatedFirst } from '../words.ts'
import { german } from './sentences.ts'

export const sentences: Sentences = german

export const first: TranslatedFirst = {
  tryAgain: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  signIn: 'Anmelden',
  slow: 'Das dauert länger als sonst. Sie müssen nicht noch einmal drücken.',

  usernameOrEmail: 'Benutzername oder E-Mail-Adresse',
  password: 'Passwort',
  show: 'Anzeigen',
  hide: 'Verbergen',
  showPassword: 'Passwort anzeigen',
  hidePassword: 'Passwort verbergen',
  checkFields: { one: 'Prüfen Sie das markierte Feld.', other: 'Prüfen Sie die markierten Felder.' },
  tooManyAttempts: 'Zu viele Versuche. Versuchen Sie es {when} noch einmal.',

  signInScreen: {
    title: 'Anmelden',
    newHere: 'Neu hier? {createAccount}',
    createAccount: 'Konto erstellen',
    forgotPassword: 'Passwort vergessen?',
    or: 'oder',
    withPasskey: 'Mit einem Passkey anmelden',
    noPasskey: 'Dafür gibt es hier keinen Passkey. Nehmen Sie Ihr Passwort.',
    confirmed: 'Ihr Konto ist bestätigt. Melden Sie sich an, und die Tür geht auf.',
    expired:
      'Ihre Sitzung ist zum Schutz Ihres Kontos beendet. Melden Sie sich an, dann geht es weiter, wo Sie waren.',
    'signed-out': 'Sie sind abgemeldet.',
    reset: 'Ihr neues Passwort gilt. Melden Sie sich damit an.',
    'challenge-lost':
      'Das hat zu lange gedauert, oder die Seite wurde neu geladen. Melden Sie sich noch einmal an.',
    deleted: 'Ihr Konto ist gelöscht, mit allem, was darin war.',
  },

  crash: {
    title: 'Laden Sie die Seite neu',
    lead: 'Es gibt eine neuere Fassung, oder der Fehler liegt bei uns. Hilft es nicht, kommen Sie später wieder.',
    action: 'Neu laden',
    offline: 'Sie sind offline. Diese Seite kommt, sobald die Verbindung wieder da ist.',
  },

  unreachable: {
    title: 'Einen Moment',
    lead: 'Wir sind gerade nicht zu erreichen. Sie sind weiterhin angemeldet, und wir versuchen es weiter.',
  },
}
