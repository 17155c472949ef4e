import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { anOrganization, aPreview, openPolicy } from '../../testing/organization-policy.tsx';
import { refusal } from '../../testing/render-at.tsx';

test('PO-3: an owner’s first visit asks three questions and opts in with one mutation', async () => {
  const organization = anOrganization({ optedInAt: null });
  const { user, asked } = openPolicy(organization, {
    OptInOrganization: () => ({
      optInToFineGrainedTokens: {
        __typename: 'OptInToFineGrainedTokensPayload',
        organization: anOrganization({ approval: 'NOT_REQUIRED', classicAccess: 'RESTRICTED' }),
      },
    }),
    PreviewTokenPolicy: () => aPreview(0, 3),
  });

  await screen.findByRole('heading', { name: /^Step 1 of 3/ });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: /^Step 2 of 3/ }));
  await user.click(screen.getByRole('radio', { name: 'Do not require approval' }));
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Do not require approval' }).checked).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(screen.getByRole('radio', { name: 'Restrict classic tokens' }));
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  expect(screen.getByRole('heading', { name: 'Summary' })).toBeDefined();
  expect((await screen.findAllByText('This blocks 3 active tokens of 7 people')).length).toBeGreaterThan(0);
  expect(asked('OptInOrganization')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Opt in' }));

  expect((await screen.findAllByText('acme has opted in to fine-grained tokens.')).length).toBeGreaterThan(0);
  expect(await screen.findByRole('form', { name: 'Fine-grained tokens' })).toBeDefined();
  expect(asked('OptInOrganization')).toEqual([
    {
      input: {
        organization: 'acme',
        fineGrainedAccess: 'ALLOWED',
        approval: 'NOT_REQUIRED',
        classicAccess: 'RESTRICTED',
      },
    },
  ]);
});

test('PO-3: where another owner was faster, the first visit ends at the policy that was chosen, and says so', async () => {
  let organization = anOrganization({ optedInAt: null });
  const { user } = openPolicy(organization, {
    OrganizationPolicy: () => ({ organization }),
    OptInOrganization: () => {
      organization = anOrganization();
      return refusal('CONFLICT', 'Fine-grained tokens are on in acme already.');
    },
  });
  await screen.findByRole('heading', { name: /^Step 1 of 3/ });
  const goOn = () => user.click(screen.getByRole('button', { name: 'Continue' }));
  await goOn();
  await goOn();
  await goOn();
  await screen.findAllByText('No token that works now is blocked.');
  await user.click(screen.getByRole('button', { name: 'Opt in' }));
  expect(await screen.findByRole('form', { name: 'Fine-grained tokens' })).toBeDefined();
  expect(screen.getAllByText('Fine-grained tokens are on in acme already.').length).toBeGreaterThan(0);
});

test('PO-7: nobody opts in before it is known what that blocks', async () => {
  let previews = 0;
  const { user, asked } = openPolicy(anOrganization({ optedInAt: null }), {
    PreviewTokenPolicy: () => {
      previews += 1;
      return previews === 1 ? refusal('UNAVAILABLE', 'Come back in a moment.') : aPreview(0, 3);
    },
  });
  await screen.findByRole('heading', { name: /^Step 1 of 3/ });
  const goOn = () => user.click(screen.getByRole('button', { name: 'Continue' }));
  await goOn();
  await goOn();
  await goOn();
  expect((await screen.findAllByText(/Come back in a moment\./)).length).toBeGreaterThan(0);
  expect(screen.getByRole('button', { name: 'Opt in' }).hasAttribute('disabled')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect((await screen.findAllByText('This blocks 3 active tokens of 7 people')).length).toBeGreaterThan(0);
  expect(screen.getByRole('button', { name: 'Opt in' }).hasAttribute('disabled')).toBe(false);
  expect(asked('OptInOrganization')).toEqual([]);
});

test('PO-3: a double click answers one question, not the next one too', async () => {
  openPolicy(anOrganization({ optedInAt: null }));
  await screen.findByRole('heading', { name: /^Step 1 of 3/ });
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }), { detail: 1 });
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }), { detail: 2 });
  expect(screen.getByRole('heading', { name: /^Step 2 of 3/ })).toBeDefined();
});

test('PO-3: an organization that its enterprise opted in shows its policy at once', async () => {
  openPolicy(anOrganization({ optedInAt: null }, { optedIn: true }));
  expect(await screen.findByRole('form', { name: 'Fine-grained tokens' })).toBeDefined();
});
