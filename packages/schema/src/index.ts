export * from './limits.ts';
export * from './permissions.ts';
export * from './scopes.ts';
export * from './token-format.ts';
