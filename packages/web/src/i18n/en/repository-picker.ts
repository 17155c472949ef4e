export const repositoryPicker = {
  'repositoryPicker.title': 'Select repositories',
  'repositoryPicker.select': 'Select repositories',
  'repositoryPicker.search': 'Search repositories',
  'repositoryPicker.failed': 'The repositories could not be loaded',
  'repositoryPicker.none': 'No repositories found',
  'repositoryPicker.noneAbout': 'Try another part of the name.',
  'repositoryPicker.more': {
    one: '1 more matches: type to find it.',
    other: '{count} more match: type to find them.',
  },
  'repositoryPicker.full': 'At most {limit} repositories can be selected.',
  'repositoryPicker.chosen': { one: '1 repository selected.', other: '{count} repositories selected.' },
  'repositoryPicker.chosenOf': {
    one: '1 repository selected, of at most {limit}.',
    other: '{count} repositories selected, of at most {limit}.',
  },
  'repositoryPicker.chosenList': 'Selected repositories',
  'repositoryPicker.remove': 'Remove {name}',
} as const;
