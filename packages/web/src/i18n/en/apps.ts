export const apps = {
  'apps.title': 'Apps',
  'apps.about':
    'Programs with an identity of their own. They sign in with a key and can do here only what this organization allowed them.',
  'apps.new': 'New App',
  'apps.public': 'Public',

  'apps.installed.title': 'Installed Apps',
  'apps.installed.empty': 'No App is installed',
  'apps.installed.emptyAbout': 'An App is installed from its own page. Ask whoever made it for the address.',
  'apps.installed.more': 'Show more installed Apps',
  'apps.installed.since': 'installed',
  'apps.installed.suspended': 'Suspended',
  'apps.installed.suspendedSince': 'suspended',

  'apps.owned.title': 'Apps of this organization',
  'apps.owned.empty': 'No App belongs to this organization',
  'apps.owned.emptyAbout': 'Make one for a program that reviews requests or calls the API without a person.',
  'apps.owned.installations': { one: '1 installation', other: '{count} installations' },
  'apps.owned.more': 'Show more Apps of this organization',

  'apps.suspend.button': 'Suspend',
  'apps.suspend.of': 'Suspend {name}',
  'apps.suspend.title': 'Suspend {name}?',
  'apps.suspend.warning':
    'What it does here is refused at once, until you let it in again. Its permissions and repositories stay as they are.',
  'apps.unsuspend.button': 'Unsuspend',
  'apps.unsuspend.of': 'Unsuspend {name}',

  'apps.uninstall.button': 'Uninstall',
  'apps.uninstall.of': 'Uninstall {name}',
  'apps.uninstall.title': 'Uninstall {name}?',
  'apps.uninstall.warning':
    'The tokens that {name} holds here stop working at once. It can be installed again, with what it asks for at that time.',
  'apps.uninstall.confirm': 'Uninstall',
  'apps.uninstall.done': '{name} was uninstalled.',

  'apps.repositories.title': 'Repositories',
  'apps.repositories.ALL': 'All repositories',
  'apps.repositories.ALLAbout': 'Those of the organization now, and those made later.',
  'apps.repositories.SUBSET': 'Only select repositories',
  'apps.repositories.SUBSETAbout': 'At least one. Public repositories can be read as well.',
  'apps.repositories.change': 'Change repositories',
  'apps.repositories.changeOf': 'Change repositories of {name}',
  'apps.repositories.missing': 'Select at least one repository.',
  'apps.repositories.save': 'Save repositories',
  'apps.repositories.failed': 'The repositories were not changed',

  'apps.asked.more': 'It asks for more: {permissions}.',
  'apps.asked.review': 'Review',
  'apps.asked.reviewOf': 'Review what {name} asks for',
  'apps.asked.title': 'Give {name} more permissions?',
  'apps.asked.about': 'Until you accept, it goes on with the permissions that it has.',
  'apps.asked.accept': 'Accept',

  'apps.permissions.title': 'Permissions',
  'apps.permissions.aboutNew':
    'What the App asks for wherever it is installed. You can change it later; what you add then waits until the owners there accept it.',
  'apps.permissions.about': 'What the App asks for wherever it is installed.',
  'apps.permissions.about.repository': 'What the App may do in the repositories that it is let into.',
  'apps.permissions.about.organization': 'What the App may do in the organization itself.',
  'apps.permissions.move': '{permission}: {from} → {to}',
  'apps.permissions.less': 'Holds at once, wherever the App is installed',
  'apps.permissions.more': 'Waits until an owner accepts it, wherever the App is installed',
  'apps.permissions.change': 'Change permissions',
  'apps.permissions.save': 'Save permissions',

  'apps.form.title': 'New App',
  'apps.form.about': 'Once the App is created, you make its keys on its own page.',
  'apps.form.about.title': 'About',
  'apps.form.name': 'App name',
  'apps.form.nameMissing': 'Name cannot be blank.',
  'apps.form.slug': 'Address',
  'apps.form.slugCaption': 'The App is installed from /apps/{slug}. It cannot be changed later.',
  'apps.form.description': 'Description',
  'apps.form.descriptionCaption': 'Shown to those who are about to install or authorize it.',
  'apps.form.isPublic': 'Any organization may install it',
  'apps.form.isPublicCaption': 'Otherwise only this organization can.',
  'apps.form.create': 'Create App',
  'apps.form.failed': 'The App was not created',
  'apps.form.save': 'Save',
  'apps.form.saved': 'Saved',
  'apps.form.notSaved': 'The changes were not saved',

  'apps.facts.id': 'App id',
  'apps.facts.clientId': 'Client id',
  'apps.facts.copyClientId': 'Copy client id',
  'apps.facts.address': 'Address',
  'apps.facts.installations': 'Installations',

  'apps.credentials.created': 'made',
  'apps.credentials.delete': 'Delete',
  'apps.credentials.deleteOf': 'Delete {name}',
  'apps.credentials.confirm': 'Delete',
  'apps.credentials.done': 'I have stored it',

  'apps.keys.title': 'Private keys',
  'apps.keys.about':
    'The App signs in with a private key. Its public half alone is kept here, shown by its fingerprint.',
  'apps.keys.generate': 'Generate a private key',
  'apps.keys.new': 'The private key is ready',
  'apps.keys.newAbout': 'Download or copy it now: it is shown this once and kept nowhere here.',
  'apps.keys.copy': 'Copy private key',
  'apps.keys.download': 'Download .pem',
  'apps.keys.empty': 'No key yet: the App cannot sign in.',
  'apps.keys.deleteTitle': 'Delete this private key?',
  'apps.keys.deleteWarning': 'What signs in with it is refused at once. A deleted key cannot be restored.',

  'apps.secrets.title': 'Client secrets',
  'apps.secrets.about':
    'With the client id and one of these a server signs in that asks whether a token is good (/oauth/introspect, /oauth/revoke), and the App itself where it gets tokens of people.',
  'apps.secrets.generate': 'Generate a client secret',
  'apps.secrets.new': 'The client secret is ready',
  'apps.secrets.newAbout': 'Copy it now: it is shown this once and kept nowhere here.',
  'apps.secrets.copy': 'Copy client secret',
  'apps.secrets.empty': 'No client secret yet.',
  'apps.secrets.deleteTitle': 'Delete this client secret?',
  'apps.secrets.deleteWarning': 'What signs in with it is refused at once. A deleted secret cannot be restored.',

  'apps.users.title': 'Acting for people',
  'apps.users.about':
    'A person can let the App act for them wherever it is installed. Send them to this address, with redirect_uri, state and a PKCE challenge (S256), which an App without a client secret must send. The code that comes back is exchanged at /login/oauth/access_token.',
  'apps.users.aboutNew': 'For an App that people let act for them. Leave it as it is for one that acts only as itself.',
  'apps.users.copyAddress': 'Copy the address for people',
  'apps.users.redirectUris': 'Redirect URIs',
  'apps.users.redirectUrisCaption':
    'Where people go back to: one address on each line, ten at most. With https, or http on localhost, 127.0.0.1 or [::1], where any port will do.',
  'apps.users.expire': 'User tokens expire after 8 hours',
  'apps.users.expireCaption':
    'Each comes with a refresh token, which gets the next one: it is used once, within six months. Otherwise user tokens hold until they are revoked.',

  'apps.webhook.title': 'Webhook',
  'apps.webhook.about':
    'It is told of token requests in every organization where the App is installed and may read them.',

  'apps.install.on': 'Install on {organization}',
  'apps.install.title': 'Install {name}',
  'apps.install.by': 'An App of {organization}.',
  'apps.install.asks': 'What it asks for',
  'apps.install.asksAbout':
    'Installed, it may do this in the organization that you choose, in the repositories that you choose.',
  'apps.install.where': 'Where to install it',
  'apps.install.none': 'There is no organization where you can install it',
  'apps.install.noneAbout':
    'Only an owner can install an App in an organization. An App that is not public can be installed only in the organization that it belongs to.',
  'apps.install.organization': 'Organization',
  'apps.install.button': 'Install',
  'apps.install.failed': 'The App was not installed',
} as const;
