/** The LIKE pattern of "contains this", with what LIKE itself would read as a wildcard taken literally. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
