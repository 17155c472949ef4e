/** Whether a number from the address can be the id of something; anything else need not be asked for. */
export const isDatabaseId = (id: number): boolean => Number.isInteger(id) && id > 0 && id < 2 ** 31;
