/** Limits that server and web agree on. Lengths are in characters as people count them in a form (UTF-16 units). */
export const LIMITS = {
  tokenName: 40,
  tokenDescription: 1024,
  reason: 1024,
  tokenRepositories: 50,
  activeFineGrainedTokens: 50,
  lifetimeDays: 366,
  decisionIds: 100,
  decisionBatch: 1_000,
  decisionBeforeAnswer: 10_000,
  reportedCredentials: 1_000,
  pageSize: 100,
  exactCount: 10_000,
  numberedRows: 100_000,
  login: 39,
  passwordShortest: 8,
  passwordLongest: 1_000,
  repositoryName: 100,
} as const;

/** The expiry that the form offers, in days. */
export const EXPIRY_PRESETS = [7, 30, 60, 90] as const;

export const DEFAULT_EXPIRY_DAYS = 30;
