import type { members as english } from '../english/members.ts'
import type { Translated } from '../words.ts'

export const members: Translated<typeof english> = {
  secret: {
    title: 'Sie sind drin',
    lead: 'Das kann nur lesen, wer angemeldet ist.',
    shut: 'Tür schließen',
    open: 'Tür öffnen',
    caption: 'Das Geheimnis',
    fetching: 'Das Geheimnis wird geholt.',
  },

  account: {
    title: 'Ihr Konto',
    signedInAs: 'Sie sind als {username} angemeldet.',
    profile: { title: 'Profil', lead: 'Wer Sie hier sind, und wie wir Sie erreichen.' },
    username: { title: 'Benutzername' },
    signingIn: {
      title: 'Anmeldung',
      lead: 'Das haben Sie dafür: {ways}.',
      password: 'Ihr Passwort',
      totp: 'Ihre Authenticator-App',
      passkeys: { one: 'einen Passkey', other: '{count} Passkeys' },
    },
    leaving: { title: 'Gehen', lead: 'Für eine Weile oder für immer.' },
  },

  signOut: {
    here: 'Abmelden',
    title: 'Sitzungen',
    summary: 'Ein Gerät verloren oder irgendwo angemeldet geblieben? Beenden Sie alle Ihre Sitzungen.',
    everywhere: 'Überall abmelden',
    meaning: 'Damit endet Ihre Sitzung auf allen Geräten, auch hier.',
    refrain: 'Angemeldet bleiben',
  },

  email: {
    title: 'E-Mail-Adresse',
    change: { words: 'Ändern', name: 'E-Mail-Adresse ändern' },
    changed: 'Ihre E-Mail-Adresse ist jetzt {email}.',
    confirmed: 'Ihre neue E-Mail-Adresse ist bestätigt.',
    address: {
      label: 'E-Mail-Adresse ändern',
      field: 'Neue E-Mail-Adresse',
      action: 'Code senden',
    },
    confirm: {
      label: 'Neue E-Mail-Adresse bestätigen',
      lead: 'Geben Sie den Code ein, den wir an {email} gesendet haben. Bis dahin bleibt {oldEmail} Ihre Adresse. {useAnother}',
      leadByLink:
        'Geben Sie den Code aus unserer E-Mail ein. Bis dahin bleibt {oldEmail} Ihre Adresse. {useAnother}',
      useAnother: 'Andere Adresse verwenden',
    },
  },

  changePassword: {
    title: 'Passwort',
    summary: 'Mit einem neuen werden Sie überall sonst abgemeldet.',
    change: { words: 'Ändern', name: 'Passwort ändern' },
    label: 'Passwort ändern',
    current: 'Aktuelles Passwort',
    action: 'Passwort ändern',
    changed: 'Ihr Passwort ist geändert. Überall sonst sind Sie abgemeldet.',
    changedOnly: 'Ihr Passwort ist geändert.',
    othersMayLiveOn:
      'Ihr Passwort ist geändert. Andere Geräte sind vielleicht noch angemeldet: Melden Sie sich zur Sicherheit überall ab. Damit endet Ihre Sitzung auch hier.',
    stay: {
      label: 'Angemeldet bleiben',
      lead: 'Ihr Passwort ist geändert. Um hier angemeldet zu bleiben, geben Sie den Code ein, den Ihre Authenticator-App zeigt.',
      leadWhereOthersMayLiveOn:
        'Ihr Passwort ist geändert. Andere Geräte sind vielleicht noch angemeldet: Melden Sie sich überall ab, sobald Sie drin sind. Um hier angemeldet zu bleiben, geben Sie den Code ein, den Ihre Authenticator-App zeigt.',
      action: 'Angemeldet bleiben',
      leave: 'Neu anmelden',
    },
  },

  totp: {
    title: 'Authenticator-App',
    on: 'Eingerichtet. Nach dem Passwort geben Sie noch einen Code vom Handy ein.',
    off: 'Nicht eingerichtet. Mit ihr geben Sie nach dem Passwort noch einen Code vom Handy ein.',
    setUp: { words: 'Einrichten', name: 'Authenticator-App einrichten' },
    remove: { words: 'Entfernen', name: 'Authenticator-App entfernen' },
    verified: 'Ihre Authenticator-App ist eingerichtet. Zum Anmelden brauchen Sie ihre Codes.',
    removed: 'Ihre Authenticator-App ist entfernt. Löschen Sie auch den Eintrag darin.',
    settingUp: {
      label: 'Authenticator-App einrichten',
      lead: 'Scannen Sie diesen Code mit Ihrer Authenticator-App. Geben Sie dann die Ziffern ein, die sie zeigt.',
      action: 'Einrichten',
    },
    removing: {
      label: 'Authenticator-App entfernen',
      meaning: 'Ohne sie genügt zum Anmelden Ihr Passwort allein.',
      action: 'Entfernen',
      refrain: 'Behalten',
    },
  },

  passkeys: {
    title: 'Passkeys',
    purpose: 'Melden Sie sich mit Fingerabdruck, Gesicht oder Bildschirmsperre an.',
    unsupported: 'Dieser Browser kann keine Passkeys anlegen. In einem anderen können Sie einen hinzufügen.',
    none: 'Sie haben noch keinen Passkey.',
    add: { words: 'Hinzufügen', name: 'Passkey hinzufügen' },
    remove: { words: 'Entfernen', name: 'Den Passkey {name} entfernen' },
    added: '„{name}“ ist hinzugefügt. Ab jetzt können Sie sich damit anmelden.',
    removed: '„{name}“ ist entfernt. Wenn Ihr Gerät ihn noch anbietet, löschen Sie ihn auch dort.',
    unnamed: 'Passkey',
    devices: {
      'built-in': 'In ein Gerät eingebaut',
      phone: 'Auf einem Handy oder Tablet',
      'security-key': 'Sicherheitsschlüssel',
    },
    addedOn: 'Hinzugefügt am {date}',
    deviceAddedOn: '{device} · Hinzugefügt am {date}',
    adding: {
      label: 'Passkey hinzufügen',
      name: 'Name des Passkeys',
      hint: 'Damit Sie ihn in dieser Liste wiedererkennen. Um alles andere kümmert sich Ihr Browser.',
      action: 'Passkey hinzufügen',
    },
    removing: {
      label: 'Den Passkey {name} entfernen',
      meaning: 'Sie können sich dann nicht mehr damit anmelden.',
      action: 'Entfernen',
      refrain: 'Behalten',
    },
    suggestion: {
      browserOnPlatform: '{browser} auf {platform}',
      browser: 'Mein Browser',
    },
  },

  reauthentication: {
    title: 'Sind Sie es noch?',
    lead: 'Ihre Anmeldung ist eine Weile her. Melden Sie sich vor dieser Änderung noch einmal als {username} an.',
    usePasskey: 'Passkey verwenden',
    shownByApp: 'Ihre Authenticator-App zeigt ihn.',
  },

  deleteAccount: {
    title: 'Konto löschen',
    summary: 'Für immer, mit allem, was darin ist.',
    delete: { words: 'Löschen', name: 'Konto löschen' },
    question: 'Ihr Konto löschen?',
    lead: 'Ihr Profil, Ihr Passwort, Ihre Authenticator-App und Ihre Passkeys hier sind dann weg, und alle Ihre Sitzungen enden. Niemand kann sie zurückholen.',
    username: 'Ihr Benutzername',
    hint: 'Geben Sie {username} ein, um zu zeigen, dass Sie es ernst meinen.',
    action: 'Endgültig löschen',
    refrain: 'Konto behalten',
  },
}
