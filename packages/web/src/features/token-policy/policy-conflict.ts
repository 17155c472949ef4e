/** What somebody else changed since the policy was read. */
export type PolicyChange = { field: string; from: unknown; to: unknown; by: string | null; at: string };

export type PolicyConflict = {
  changes: PolicyChange[];
  /** The version that these changes led to. */
  version: number | null;
};

/** What a refused save tells of the changes in between; null when it was refused for another reason. */
export function conflictIn(thrown: unknown): PolicyConflict | null {
  const { errors = [] }: { errors?: readonly { extensions?: Record<string, unknown> }[] } = Object(thrown);
  const extensions = errors.find((error) => error.extensions?.['code'] === 'CONFLICT')?.extensions;
  if (!extensions) return null;
  const { changes, version } = extensions;
  return {
    changes: Array.isArray(changes) ? changes.filter(isChange) : [],
    version: typeof version === 'number' ? version : null,
  };
}

function isChange(change: unknown): change is PolicyChange {
  const { field, by, at }: Record<string, unknown> = Object(change);
  return typeof field === 'string' && typeof at === 'string' && (by === null || typeof by === 'string');
}
