export function TokenRequestPage() { return null; }
