export function TokenRequestsPage() { return null; }
