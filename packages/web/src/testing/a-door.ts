import { vi } from 'vitest';

type Call = { path: string; body: unknown; csrf: string | null };

type Answer = { status: number; body?: object; headers?: Record<string, string> };

/** Answers in place of `/auth/…`, by status or whole, in their order; `calls` are what it was asked. */
export function aDoor(...answers: (number | Answer)[]): { calls: Call[] } {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (path: string, { body, headers }: { body: string; headers: HeadersInit }) => {
    calls.push({ path, body: JSON.parse(body), csrf: new Headers(headers).get('x-countersign-csrf') });
    const next = answers.shift() ?? 500;
    const { status, body: answer, headers: told }: Answer = typeof next === 'number' ? { status: next } : next;
    return new Response(answer ? JSON.stringify(answer) : null, { status, headers: told });
  });
  return { calls };
}
