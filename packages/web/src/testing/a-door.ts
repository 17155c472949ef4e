import { vi } from 'vitest';

type Call = { path: string; body: unknown; csrf: string | null };

/** Answers in place of `/auth/…`, by status, in their order; `calls` are what it was asked. */
export function aDoor(...statuses: number[]): { calls: Call[] } {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (path: string, { body, headers }: { body: string; headers: HeadersInit }) => {
    calls.push({ path, body: JSON.parse(body), csrf: new Headers(headers).get('x-countersign-csrf') });
    return new Response(null, { status: statuses.shift() ?? 500 });
  });
  return { calls };
}
