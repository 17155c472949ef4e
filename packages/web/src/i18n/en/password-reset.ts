export const passwordReset = {
  'passwordReset.title': 'Reset your password',
  'passwordReset.about': 'Say who you are, and a link to choose a new password is mailed to your primary address.',
  'passwordReset.login': 'Username or verified e-mail address',
  'passwordReset.send': 'Send the link',
  'passwordReset.sent':
    'If there is such an account with a verified address, a mail is on its way to it. Its link works once, within one hour. If none arrives, look among the unwanted mail, or ask again.',
  'passwordReset.missing': 'Type your username or e-mail address.',
  'passwordReset.again': 'Ask again',
  'passwordReset.newTitle': 'Choose a new password',
  'passwordReset.password': 'New password',
  'passwordReset.caption': 'At least 8 characters. You are signed out everywhere.',
  'passwordReset.tooShort': 'A password has at least 8 characters.',
  'passwordReset.save': 'Change password',
  'passwordReset.done': 'Your password was changed. Sign in with the new one.',
  'passwordReset.refused': 'This link does not work: it was used, is older than an hour, or a later one replaced it.',
  'passwordReset.another': 'Ask for another link',
  'passwordReset.signIn': 'Sign in',
} as const;
