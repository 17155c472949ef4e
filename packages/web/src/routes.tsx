import { type ComponentType, lazy, Suspense } from 'react';
import { Navigate, Outlet, Route, Routes } from 'react-router';
import { AppHeader } from './features/session/app-header.tsx';
import { ListSkeleton } from './ui/list-skeleton.tsx';
import { NotFoundState } from './ui/not-found-state.tsx';
import { PlainPage } from './ui/plain-page.tsx';

/** A page whose code is loaded when it is opened. */
const page = <Name extends string>(name: Name, load: () => Promise<Record<Name, ComponentType>>) =>
  lazy(async () => ({ default: (await load())[name] }));

const SignInPage = page('SignInPage', () => import('./features/session/sign-in-page.tsx'));
const PersonalSettings = page(
  'PersonalSettingsLayout',
  () => import('./features/session/personal-settings-layout.tsx'),
);
const TokensSection = page('TokensSection', () => import('./features/tokens/tokens-section.tsx'));
const TokensPage = page('TokensPage', () => import('./features/tokens/tokens-page.tsx'));
const NewTokenPage = page('NewTokenPage', () => import('./features/tokens/new-token-page.tsx'));
const TokenPage = page('TokenPage', () => import('./features/tokens/token-page.tsx'));
const ClassicTokensPage = page('ClassicTokensPage', () => import('./features/tokens/classic-tokens-page.tsx'));
const NewClassicTokenPage = page('NewClassicTokenPage', () => import('./features/tokens/new-classic-token-page.tsx'));
const ClassicTokenPage = page('ClassicTokenPage', () => import('./features/tokens/classic-token-page.tsx'));
const RegenerateTokenPage = page('RegenerateTokenPage', () => import('./features/tokens/regenerate-token-page.tsx'));
const OrganizationsPage = page('OrganizationsPage', () => import('./features/account/organizations-page.tsx'));
const OrganizationSettings = page(
  'OrganizationSettingsLayout',
  () => import('./features/organization-settings/organization-settings-layout.tsx'),
);
const TokenRequestsPage = page('TokenRequestsPage', () => import('./features/token-requests/token-requests-page.tsx'));
const TokenRequestPage = page('TokenRequestPage', () => import('./features/token-requests/token-request-page.tsx'));
const TokenGrantsPage = page('TokenGrantsPage', () => import('./features/token-grants/token-grants-page.tsx'));
const TokenGrantPage = page('TokenGrantPage', () => import('./features/token-grants/token-grant-page.tsx'));
const OrganizationPolicyPage = page(
  'OrganizationPolicyPage',
  () => import('./features/token-policy/organization-policy-page.tsx'),
);
const EnterpriseSettings = page(
  'EnterpriseSettingsLayout',
  () => import('./features/enterprise-settings/enterprise-settings-layout.tsx'),
);
const EnterprisePolicyPage = page(
  'EnterprisePolicyPage',
  () => import('./features/token-policy/enterprise-policy-page.tsx'),
);
const EnterpriseAuditLogPage = page(
  'EnterpriseAuditLogPage',
  () => import('./features/audit-log/enterprise-audit-log-page.tsx'),
);
const AuditLogPage = page('AuditLogPage', () => import('./features/audit-log/audit-log-page.tsx'));

/** Every page and its address: the one list. */
export function Pages() {
  return (
    <Suspense>
      <Routes>
        <Route path="login" element={<SignInPage />} />
        <Route element={<SignedIn />}>
          <Route index element={<Navigate to="/settings/personal-access-tokens" replace />} />
          <Route path="settings" element={<PersonalSettings />}>
            <Route element={<TokensSection />}>
              <Route path="personal-access-tokens" element={<TokensPage />} />
              <Route path="personal-access-tokens/new" element={<NewTokenPage />} />
              <Route path="personal-access-tokens/:id" element={<TokenPage />} />
              <Route path="personal-access-tokens/:id/regenerate" element={<RegenerateTokenPage />} />
              <Route path="tokens" element={<ClassicTokensPage />} />
              <Route path="tokens/new" element={<NewClassicTokenPage />} />
              <Route path="tokens/:id" element={<ClassicTokenPage />} />
              <Route path="tokens/:id/regenerate" element={<RegenerateTokenPage />} />
            </Route>
            <Route path="organizations" element={<OrganizationsPage />} />
            <Route path="*" element={<NotFoundState />} />
          </Route>
          <Route path="organizations/:org/settings" element={<OrganizationSettings />}>
            <Route path="personal-access-token-requests" element={<TokenRequestsPage />} />
            <Route path="personal-access-token-requests/:id" element={<TokenRequestPage />} />
            <Route path="personal-access-tokens" element={<OrganizationPolicyPage />} />
            <Route path="personal-access-tokens/active" element={<TokenGrantsPage />} />
            <Route path="personal-access-tokens/active/:id" element={<TokenGrantPage />} />
            <Route path="audit-log" element={<AuditLogPage />} />
            <Route path="*" element={<NotFoundState />} />
          </Route>
          <Route path="enterprises/:slug/settings" element={<EnterpriseSettings />}>
            <Route path="personal-access-tokens" element={<EnterprisePolicyPage />} />
            <Route path="audit-log" element={<EnterpriseAuditLogPage />} />
            <Route path="*" element={<NotFoundState />} />
          </Route>
          <Route
            path="*"
            element={
              <PlainPage>
                <NotFoundState />
              </PlainPage>
            }
          />
        </Route>
      </Routes>
    </Suspense>
  );
}

function SignedIn() {
  return (
    <>
      <AppHeader />
      <Suspense
        fallback={
          <PlainPage>
            <ListSkeleton />
          </PlainPage>
        }
      >
        <Outlet />
      </Suspense>
    </>
  );
}
