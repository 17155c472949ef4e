export const permissionPicker = {
  'permissionPicker.search': 'Search permissions',
  'permissionPicker.nothingFound': 'No permission is called “{text}”.',
  'permissionPicker.selected': '{count} selected',
  'permissionPicker.mandatory': 'Mandatory',
} as const;
