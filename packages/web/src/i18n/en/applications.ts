export const applications = {
  'applications.title': 'Authorized Apps',
  'applications.about':
    'Apps that you let act for you: where they are installed, within what they may do there, and never beyond what you can do yourself.',
  'applications.empty': 'You have not authorized any App',
  'applications.emptyAbout': 'An App that wants to act for you sends you here and asks first.',
  'applications.more': 'Show more authorized Apps',
  'applications.of': 'an App of {organization}',
  'applications.since': 'authorized',

  'applications.revoke.button': 'Revoke',
  'applications.revoke.of': 'Revoke {name}',
  'applications.revoke.title': 'Revoke {name}?',
  'applications.revoke.warning':
    'All tokens that {name} holds for you end at once. Where it is installed it stays installed. If it wants to act for you again, it has to ask you again.',
  'applications.revoke.done': '{name} can no longer act for you.',

  'applications.authorize.title': 'Authorize {name}',
  'applications.authorize.by': '{name}, an App of {organization}, asks to act for you, {login}.',
  'applications.authorize.byItself': '{name} asks to act for you, {login}.',
  'applications.authorize.what': 'What it could do',
  'applications.authorize.whatAbout':
    'At most this, unless an owner of the organization agrees to more later, and never more than you can do yourself.',
  'applications.authorize.where': 'Where it could do it',
  'applications.authorize.whereAbout':
    'Your organizations where it is installed, in the repositories that it was given there. Elsewhere it reads only what is public, until an owner installs it there as well.',
  'applications.authorize.nowhere':
    'It is installed in none of your organizations: it reads only what is public, until an owner of one of them installs it.',
  'applications.authorize.back': 'Either way you go back to {place}.',
  'applications.authorize.agree': 'Authorize',
  'applications.authorize.failed': 'The App was not authorized',
  'applications.authorize.later': 'You can take this back at any time, in your settings under Authorized Apps.',

  'applications.place.here': '{host}, a program on this computer',
  'applications.leaving': 'Taking you back to {host} …',

  'applications.stopped.unknown': 'There is no such App',
  'applications.stopped.unknownAbout': 'The address that you came by names no App that is known here.',
  'applications.stopped.invalid': 'The App cannot be authorized',
  'applications.stopped.stays': 'Nothing was authorized. Tell those who run the App that sent you here.',
} as const;
