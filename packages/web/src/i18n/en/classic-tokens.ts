export const classicTokens = {
  'classicTokens.title': 'Personal access tokens (classic)',
  'classicTokens.list.about':
    'Each reaches whatever you reach, in all of your organizations that let classic tokens in. Prefer fine-grained tokens: they reach one owner, and only as far as you choose.',
  'classicTokens.list.empty': 'You have no classic tokens',
  'classicTokens.list.emptyAbout': 'Make one only for what a fine-grained token cannot do.',

  'classicTokens.blocked.label': { one: 'Blocked in 1 organization', other: 'Blocked in {count} organizations' },
  'classicTokens.blocked.title': 'Where it is blocked',
  'classicTokens.blocked.usePolicy': 'Make a fine-grained token for {organization}',
  'classicTokens.blocked.useLifetime': 'Regenerate it with an earlier expiration',

  'classicTokens.scopes.title': 'Scopes',
  'classicTokens.scopes.about': 'What the token may do, as far as you may. A scope brings those below it.',
  'classicTokens.scopes.none': 'Public data only',
  'classicTokens.scopes.noneAbout': 'No scope is chosen: the token reads public data only.',
  'classicTokens.scopes.chosen': 'Chosen: {scopes}.',

  'classicTokens.policy.accepted': 'No policy of your organizations refuses this token.',
  'classicTokens.policy.refused': {
    one: '1 of your organizations would refuse this token',
    other: '{count} of your organizations would refuse this token',
  },
  'classicTokens.policy.restricted':
    '{organization} does not accept classic tokens. Make a fine-grained token for it instead.',
  'classicTokens.policy.restrictedBoth': '{organization} does not accept personal access tokens.',
  'classicTokens.policy.lifetime': {
    one: '{organization} accepts classic tokens that live for at most 1 day.',
    other: '{organization} accepts classic tokens that live for at most {count} days.',
  },
  'classicTokens.publicStill': 'What is public there can be read all the same.',

  'classicTokens.form.title': 'New personal access token (classic)',
  'classicTokens.form.about': 'A token for Git over HTTPS and the API that reaches whatever you reach.',
  'classicTokens.form.nameCaption': 'What the token is for, so that you know it again.',

  'classicTokens.edit.title': 'Edit',
  'classicTokens.edit.save': 'Save changes',
  'classicTokens.edit.saved': 'The changes are saved.',
  'classicTokens.edit.failed': 'The changes were not saved',
  'classicTokens.edit.atOnce': 'What you change holds from the next use of the token on.',
} as const;
