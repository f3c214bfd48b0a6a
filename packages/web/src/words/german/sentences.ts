import type { ErrorCode, errorTable } from '@latchkey/core/errors'
import type * as account from '@latchkey/core/sentences/account'
import type * as code from '@latchkey/core/sentences/code'
import type * as email from '@latchkey/core/sentences/email'
import type * as identifier from '@latchkey/core/sentences/identifier'
import type * as newPassword from '@latchkey/core/sentences/new-password'
import type * as passkey from '@latchkey/core/sentences/passkey'
import type * as password from '@latchkey/core/sentences/password'
import type * as username from '@latchkey/core/sentences/username'
import type * as forms from '../sentences/forms.ts'
import type * as passkeys from '../sentences/passkeys.ts'
import type * as requests from '../sentences/requests.ts'

type English =
  | (typeof errorTable)[ErrorCode]['message']
  | Texts<typeof account>
  | Texts<typeof code>
  | Texts<typeof email>
  | Texts<typeof identifier>
  | Texts<typeof newPassword>
  | Texts<typeof passkey>
  | Texts<typeof password>
  | Texts<typeof username>
  | Texts<typeof forms>
  | Texts<typeof passkeys>
  | Texts<typeof requests>

type Texts<Sentences> = Sentences[keyof Sentences]

/** What failures tell, by what they tell in English. */
export const german: Readonly<Record<English, string>> = {
  'Enter a username.': 'Geben Sie einen Benutzernamen ein.',
  'Use at least 3 characters.': 'Nehmen Sie mindestens 3 Zeichen.',
  'Use at most 64 characters.': 'Nehmen Sie höchstens 64 Zeichen.',
  'Use letters, digits, dots, dashes and underscores only.':
    'Nehmen Sie nur Buchstaben ohne Umlaute, Ziffern, Punkte, Binde- und Unterstriche.',
  'That username is taken. Choose another one.':
    'Dieser Benutzername ist vergeben. Wählen Sie einen anderen.',
  'That is not your username.': 'Das ist nicht Ihr Benutzername.',
  'The username or the email address cannot be used. Check both.':
    'Der Benutzername oder die E-Mail-Adresse kann nicht verwendet werden. Prüfen Sie beides.',
  'Enter an email address.': 'Geben Sie eine E-Mail-Adresse ein.',
  'Use an address of at most 128 characters.': 'Nehmen Sie eine Adresse mit höchstens 128 Zeichen.',
  'Enter a complete email address, like name@example.com.':
    'Geben Sie eine vollständige E-Mail-Adresse ein, etwa name@example.com.',
  'This address cannot be used. Check it, or use another one.':
    'Diese Adresse kann nicht verwendet werden. Prüfen Sie sie, oder nehmen Sie eine andere.',
  'This address cannot be used for your account. Use another one.':
    'Diese Adresse kann für Ihr Konto nicht verwendet werden. Nehmen Sie eine andere.',
  'That is your address already.': 'Das ist schon Ihre Adresse.',
  'Enter your username or email address.': 'Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.',
  'Use at most 128 characters.': 'Nehmen Sie höchstens 128 Zeichen.',
  'A username or email address has no spaces in it.':
    'Ein Benutzername oder eine E-Mail-Adresse enthält keine Leerzeichen.',
  'Enter your password.': 'Geben Sie Ihr Passwort ein.',
  'Enter a password.': 'Geben Sie ein Passwort ein.',
  'Use at least 12 characters.': 'Nehmen Sie mindestens 12 Zeichen.',
  'Use at most 256 characters.': 'Nehmen Sie höchstens 256 Zeichen.',
  'Leave out spaces: they cannot be part of a password here.':
    'Lassen Sie Leerzeichen weg: In einem Passwort sind sie hier nicht möglich.',
  'Choose another password: this one is too weak.': 'Wählen Sie ein anderes Passwort: Dieses ist zu schwach.',
  'Choose another password: this one is too easy to guess.':
    'Wählen Sie ein anderes Passwort: Dieses ist zu leicht zu erraten.',
  'Choose another password: this one is little more than your username, your email address or our name.':
    'Wählen Sie ein anderes Passwort: Dieses besteht fast nur aus Ihrem Benutzernamen, Ihrer E-Mail-Adresse oder unserem Namen.',
  'That is not your current password.': 'Das ist nicht Ihr aktuelles Passwort.',
  'At least 12 characters': 'Mindestens 12 Zeichen',
  'No spaces': 'Keine Leerzeichen',
  'Enter the code.': 'Geben Sie den Code ein.',
  'Enter the 6 digits of the code.': 'Geben Sie die 6 Ziffern des Codes ein.',
  'The code could not be sent. Try again in a moment.':
    'Der Code konnte nicht verschickt werden. Versuchen Sie es gleich noch einmal.',
  'This account needs no code. Sign in to it.': 'Dieses Konto braucht keinen Code. Melden Sie sich an.',
  'Check the code: it is not the right one, or it has expired. Ask for a new one.':
    'Prüfen Sie den Code: Er ist falsch oder abgelaufen. Fordern Sie einen neuen an.',
  'That code is not the right one. Enter the one that your app shows now.':
    'Dieser Code ist nicht richtig. Geben Sie den ein, den Ihre App jetzt zeigt.',
  'That code has been used already. Wait for the next one in your app.':
    'Dieser Code wurde schon verwendet. Warten Sie auf den nächsten in Ihrer App.',
  'No authenticator app is being set up. Start again.':
    'Es wird gerade keine Authenticator-App eingerichtet. Beginnen Sie von vorn.',
  'An authenticator app is set up already. Remove it first.':
    'Es ist schon eine Authenticator-App eingerichtet. Entfernen Sie sie zuerst.',
  'Enter a name.': 'Geben Sie einen Namen ein.',
  'Use at most 40 characters.': 'Nehmen Sie höchstens 40 Zeichen.',
  'Use letters, digits, punctuation and spaces only.':
    'Nehmen Sie nur Buchstaben, Ziffern, Satz- und Leerzeichen.',
  'That name takes up too much room. Use a shorter one.':
    'Dieser Name braucht zu viel Platz. Nehmen Sie einen kürzeren.',
  'There is no such passkey.': 'Diesen Passkey gibt es nicht.',
  'That passkey could not be added. Try again.':
    'Dieser Passkey konnte nicht hinzugefügt werden. Versuchen Sie es noch einmal.',
  'That passkey did not work here. Use your password.':
    'Dieser Passkey hat hier nicht funktioniert. Nehmen Sie Ihr Passwort.',
  'Your account has as many passkeys as it can have. Remove one first.':
    'Ihr Konto hat so viele Passkeys, wie es haben kann. Entfernen Sie zuerst einen.',
  'That took too long. Start again.': 'Das hat zu lange gedauert. Beginnen Sie von vorn.',
  'Sign in again.': 'Melden Sie sich noch einmal an.',
  'There is a character in it that cannot be used. Type it again.':
    'Darin steht ein Zeichen, das nicht verwendet werden kann. Geben Sie es neu ein.',
  'This account cannot be confirmed. If you have another one, sign in to it.':
    'Dieses Konto kann nicht bestätigt werden. Wenn Sie ein anderes haben, melden Sie sich dort an.',
  'Your account is not complete: it lacks an address. Ask whoever made it for you.':
    'Ihr Konto ist unvollständig: Ihm fehlt eine Adresse. Fragen Sie, wer es für Sie angelegt hat.',
  'Your new password is set, but we could not end your other sessions. Sign in, then sign out everywhere on your account page.':
    'Ihr neues Passwort gilt, aber wir konnten Ihre anderen Sitzungen nicht beenden. Melden Sie sich an, und melden Sie sich dann auf Ihrer Kontoseite überall ab.',
  'Your password is changed. Other devices may still be signed in: sign out everywhere to be sure.':
    'Ihr Passwort ist geändert. Andere Geräte sind vielleicht noch angemeldet: Melden Sie sich zur Sicherheit überall ab.',
  'Your password is changed, and you are signed out everywhere. Sign in with the new password.':
    'Ihr Passwort ist geändert, und Sie sind überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.',
  'We cannot be reached just now. Check your connection, then try again.':
    'Wir sind gerade nicht zu erreichen. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
  'That took too long. Try again in a moment.':
    'Das hat zu lange gedauert. Versuchen Sie es gleich noch einmal.',
  'We could not accept that. Check what you entered, then try again.':
    'Das konnten wir nicht annehmen. Prüfen Sie Ihre Eingaben, und versuchen Sie es noch einmal.',
  'We could not accept that. Reload the page, then try again.':
    'Das konnten wir nicht annehmen. Laden Sie die Seite neu, und versuchen Sie es noch einmal.',
  'That is not your password.': 'Das ist nicht Ihr Passwort.',
  'Enter your username first.': 'Geben Sie zuerst Ihren Benutzernamen ein.',
  'Enter your username first, then use your passkey.':
    'Geben Sie zuerst Ihren Benutzernamen ein, dann nehmen Sie Ihren Passkey.',
  'Enter your username or email address first.':
    'Geben Sie zuerst Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.',
  'Your browser could not use a passkey here. Try another way.':
    'Ihr Browser konnte hier keinen Passkey verwenden. Versuchen Sie es anders.',
  'There is no passkey to use here. Use your password.':
    'Hier gibt es keinen Passkey dafür. Nehmen Sie Ihr Passwort.',
  'This device has a passkey for your account already.':
    'Dieses Gerät hat schon einen Passkey für Ihr Konto.',
  'Your browser could not make a passkey. Try again, or use another device.':
    'Ihr Browser konnte keinen Passkey anlegen. Versuchen Sie es noch einmal, oder nehmen Sie ein anderes Gerät.',
  'You need a new password first. Sign out, then sign in again.':
    'Sie brauchen zuerst ein neues Passwort. Melden Sie sich ab, und melden Sie sich wieder an.',
  'Signing in takes another step by now. Sign out, then sign in again.':
    'Zur Anmeldung gehört inzwischen ein weiterer Schritt. Melden Sie sich ab, und melden Sie sich wieder an.',

  'Something is missing or not allowed. Check the marked fields.':
    'Etwas fehlt oder ist nicht erlaubt. Prüfen Sie die markierten Felder.',
  'Choose another password.': 'Wählen Sie ein anderes Passwort.',
  'That code is not the right one. Check it, or ask for a new code.':
    'Dieser Code ist nicht richtig. Prüfen Sie ihn, oder fordern Sie einen neuen an.',
  'That code has expired. Ask for a new one.': 'Dieser Code ist abgelaufen. Fordern Sie einen neuen an.',
  'The username or the password is not right.': 'Der Benutzername oder das Passwort ist nicht richtig.',
  'Your session has ended. Sign in again.': 'Ihre Sitzung ist beendet. Melden Sie sich noch einmal an.',
  'That took too long. Sign in again.': 'Das hat zu lange gedauert. Melden Sie sich noch einmal an.',
  'This account is not confirmed yet. Enter the code from your email.':
    'Dieses Konto ist noch nicht bestätigt. Geben Sie den Code aus Ihrer E-Mail ein.',
  'Sign in again to make this change.': 'Melden Sie sich für diese Änderung noch einmal an.',
  'This request did not come from our own site.': 'Diese Anfrage kam nicht von unserer eigenen Seite.',
  'That is more than we accept in one request.': 'Das ist mehr, als wir auf einmal annehmen.',
  'Send JSON, with Content-Type: application/json.': 'Das konnten wir nicht lesen. Laden Sie die Seite neu.',
  'Too many attempts. Wait a while, then try again.':
    'Zu viele Versuche. Warten Sie eine Weile, und versuchen Sie es noch einmal.',
  'We made a mistake. It has been logged; please try again.':
    'Uns ist ein Fehler unterlaufen. Er ist vermerkt; versuchen Sie es noch einmal.',
  'The account service is not available. Try again in a moment.':
    'Der Kontodienst ist nicht zu erreichen. Versuchen Sie es gleich noch einmal.',
  'We are very busy. Try again in a moment.':
    'Hier ist gerade sehr viel los. Versuchen Sie es gleich noch einmal.',
  'The account service took too long. Try again in a moment.':
    'Der Kontodienst hat zu lange gebraucht. Versuchen Sie es gleich noch einmal.',
}
