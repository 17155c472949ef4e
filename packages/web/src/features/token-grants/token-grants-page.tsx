export function TokenGrantsPage() { return null; }
