import type { TranslatedLater } from '../words.ts'
import { guests } from './guests.ts'
import { members } from './members.ts'

export const later: TranslatedLater = {
  close: 'Schließen',

  connection: {
    away: 'Sie sind offline. Ihre Eingaben bleiben stehen, bis es weitergeht.',
    back: 'Sie sind wieder online.',
  },

  newVersion: {
    text: 'Es gibt eine neuere Fassung dieser Seite.',
    action: 'Laden',
  },

  digitCode: '{count}-stelliger Code',
  confirm: 'Bestätigen',
  continue: 'Weiter',
  newPassword: 'Neues Passwort',
  ruleMet: '(erfüllt)',
  sendNewCode: 'Neuen Code senden',
  noCodeYet: 'Noch kein Code da? Es kann eine Minute dauern. Sehen Sie auch im Spam nach.',
  newCodeSent: 'Ein neuer Code ist unterwegs an {destination}.',
  codeGoesThere: 'Wir senden einen Code dorthin, um sicher zu sein, dass es Ihre ist.',

  authenticator: {
    open: 'In Ihrer Authenticator-App öffnen',
    qrCode: 'QR-Code für Ihre Authenticator-App',
    noScan: 'Sie können ihn nicht scannen? Geben Sie diesen Schlüssel in der App ein.',
    copy: 'Schlüssel kopieren',
    copied: 'Kopiert',
    isCopied: 'Der Schlüssel ist kopiert.',
  },

  language: 'Sprache',

  navigation: { label: 'Ihre Seiten', secret: 'Geheimnis', account: 'Konto' },

  ...guests,
  ...members,
}
