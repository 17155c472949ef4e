export function TokenGrantPage() { return null; }
