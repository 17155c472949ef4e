import { type ComponentType, lazy, Suspense } from 'react';
import { Navigate, Outlet, Route, Routes } from 'react-router';
import { AppHeader } from './features/session/app-header.tsx';
import { loadTexts, type TextsName } from './i18n/t.ts';
import { ListSkeleton } from './ui/list-skeleton.tsx';
import { NotFoundState } from './ui/not-found-state.tsx';
import { PlainPage } from './ui/plain-page.tsx';

/** A page whose code and texts are loaded when it is opened. */
const page = <Name extends string>(
  name: Name,
  load: () => Promise<Record<Name, ComponentType>>,
  texts: readonly TextsName[] = [],
) =>
  lazy(async () => {
    const [module] = await Promise.all([load(), loadTexts(texts)]);
    return { default: module[name] };
  });

const SignInPage = page('SignInPage', () => import('./features/session/sign-in-page.tsx'));
const PersonalSettings = page(
  'PersonalSettingsLayout',
  () => import('./features/session/personal-settings-layout.tsx'),
  ['personalSettings'],
);
const TokensSection = page('TokensSection', () => import('./features/tokens/tokens-section.tsx'));
const TokensPage = page('TokensPage', () => import('./features/tokens/tokens-page.tsx'), ['tokens']);
const NewTokenPage = page('NewTokenPage', () => import('./features/tokens/new-token-page.tsx'), [
  'permissionPicker',
  'repositoryPicker',
  'tokens',
]);
const TokenPage = page('TokenPage', () => import('./features/tokens/token-page.tsx'), ['tokens']);
const ClassicTokensPage = page('ClassicTokensPage', () => import('./features/tokens/classic-tokens-page.tsx'), [
  'classicTokens',
  'tokens',
]);
const NewClassicTokenPage = page('NewClassicTokenPage', () => import('./features/tokens/new-classic-token-page.tsx'), [
  'classicTokens',
  'tokens',
]);
const ClassicTokenPage = page('ClassicTokenPage', () => import('./features/tokens/classic-token-page.tsx'), [
  'classicTokens',
  'tokens',
]);
const EditTokenPage = page('EditTokenPage', () => import('./features/tokens/edit-token-page.tsx'), [
  'classicTokens',
  'permissionPicker',
  'repositoryPicker',
  'tokens',
]);
const RegenerateTokenPage = page('RegenerateTokenPage', () => import('./features/tokens/regenerate-token-page.tsx'), [
  'classicTokens',
  'tokens',
]);
const SecurityLogPage = page('SecurityLogPage', () => import('./features/audit-log/security-log-page.tsx'), [
  'auditLog',
]);
const NotificationsPage = page('NotificationsPage', () => import('./features/notifications/notifications-page.tsx'), [
  'notifications',
]);
const EmailsPage = page('EmailsPage', () => import('./features/emails/emails-page.tsx'), ['emails']);
const VerifyEmailPage = page('VerifyEmailPage', () => import('./features/emails/verify-email-page.tsx'), ['emails']);
const PasswordResetPage = page('PasswordResetPage', () => import('./features/password-reset/password-reset-page.tsx'), [
  'passwordReset',
]);
const OrganizationsPage = page('OrganizationsPage', () => import('./features/account/organizations-page.tsx'), [
  'account',
]);
const PasswordPage = page('PasswordPage', () => import('./features/account/password-page.tsx'), ['account']);
const OrganizationSettings = page(
  'OrganizationSettingsLayout',
  () => import('./features/organization-settings/organization-settings-layout.tsx'),
  ['organizationSettings'],
);
const TokenRequestsPage = page('TokenRequestsPage', () => import('./features/token-requests/token-requests-page.tsx'), [
  'tokenFilters',
  'tokenRequests',
]);
const TokenRequestPage = page('TokenRequestPage', () => import('./features/token-requests/token-request-page.tsx'), [
  'tokenRequests',
]);
const TokenGrantsPage = page('TokenGrantsPage', () => import('./features/token-grants/token-grants-page.tsx'), [
  'tokenFilters',
  'tokenGrants',
]);
const TokenGrantPage = page('TokenGrantPage', () => import('./features/token-grants/token-grant-page.tsx'), [
  'tokenGrants',
]);
const OrganizationPolicyPage = page(
  'OrganizationPolicyPage',
  () => import('./features/token-policy/organization-policy-page.tsx'),
  ['tokenPolicy'],
);
const EnterpriseSettings = page(
  'EnterpriseSettingsLayout',
  () => import('./features/enterprise-settings/enterprise-settings-layout.tsx'),
  ['enterpriseSettings'],
);
const EnterprisePolicyPage = page(
  'EnterprisePolicyPage',
  () => import('./features/token-policy/enterprise-policy-page.tsx'),
  ['tokenPolicy'],
);
const EnterpriseAuditLogPage = page(
  'EnterpriseAuditLogPage',
  () => import('./features/audit-log/enterprise-audit-log-page.tsx'),
  ['auditLog'],
);
const AuditLogPage = page('AuditLogPage', () => import('./features/audit-log/audit-log-page.tsx'), ['auditLog']);

const AuthorizePage = page('AuthorizePage', () => import('./features/applications/authorize-page.tsx'), [
  'applications',
]);
const ApplicationsPage = page('ApplicationsPage', () => import('./features/applications/applications-page.tsx'), [
  'applications',
]);
const AppsPage = page('AppsPage', () => import('./features/apps/apps-page.tsx'), ['apps', 'repositoryPicker']);
const NewAppPage = page('NewAppPage', () => import('./features/apps/new-app-page.tsx'), ['apps', 'permissionPicker']);
const AppPage = page('AppPage', () => import('./features/apps/app-page.tsx'), ['apps', 'permissionPicker', 'webhooks']);
const InstallAppPage = page('InstallAppPage', () => import('./features/apps/install-app-page.tsx'), [
  'apps',
  'repositoryPicker',
]);
const WebhooksPage = page('WebhooksPage', () => import('./features/webhooks/webhooks-page.tsx'), ['webhooks']);
const NewWebhookPage = page('NewWebhookPage', () => import('./features/webhooks/new-webhook-page.tsx'), ['webhooks']);
const WebhookPage = page('WebhookPage', () => import('./features/webhooks/webhook-page.tsx'), ['webhooks']);

/** Every page and its address: the one list. */
export function Pages() {
  return (
    <Suspense>
      <Routes>
        <Route path="login" element={<SignInPage />} />
        <Route path="verify-email" element={<VerifyEmailPage />} />
        <Route path="password-reset" element={<PasswordResetPage />} />
        <Route element={<SignedIn />}>
          <Route path="login/oauth/authorize" element={<AuthorizePage />} />
          <Route index element={<Navigate to="/settings/personal-access-tokens" replace />} />
          <Route path="settings" element={<PersonalSettings />}>
            <Route element={<TokensSection />}>
              <Route path="personal-access-tokens" element={<TokensPage />} />
              <Route path="personal-access-tokens/new" element={<NewTokenPage />} />
              <Route path="personal-access-tokens/:id" element={<TokenPage />} />
              <Route path="personal-access-tokens/:id/edit" element={<EditTokenPage />} />
              <Route path="personal-access-tokens/:id/regenerate" element={<RegenerateTokenPage />} />
              <Route path="tokens" element={<ClassicTokensPage />} />
              <Route path="tokens/new" element={<NewClassicTokenPage />} />
              <Route path="tokens/:id" element={<ClassicTokenPage />} />
              <Route path="tokens/:id/regenerate" element={<RegenerateTokenPage />} />
            </Route>
            <Route path="organizations" element={<OrganizationsPage />} />
            <Route path="applications" element={<ApplicationsPage />} />
            <Route path="password" element={<PasswordPage />} />
            <Route path="emails" element={<EmailsPage />} />
            <Route path="security-log" element={<SecurityLogPage />} />
            <Route path="notifications" element={<NotificationsPage />} />
            <Route path="*" element={<NotFoundState />} />
          </Route>
          <Route path="organizations/:org/settings" element={<OrganizationSettings />}>
            <Route path="personal-access-token-requests" element={<TokenRequestsPage />} />
            <Route path="personal-access-token-requests/:id" element={<TokenRequestPage />} />
            <Route path="personal-access-tokens" element={<OrganizationPolicyPage />} />
            <Route path="personal-access-tokens/active" element={<TokenGrantsPage />} />
            <Route path="personal-access-tokens/active/:id" element={<TokenGrantPage />} />
            <Route path="audit-log" element={<AuditLogPage />} />
            <Route path="apps" element={<AppsPage />} />
            <Route path="apps/new" element={<NewAppPage />} />
            <Route path="apps/:slug" element={<AppPage />} />
            <Route path="webhooks" element={<WebhooksPage />} />
            <Route path="webhooks/new" element={<NewWebhookPage />} />
            <Route path="webhooks/:id" element={<WebhookPage />} />
            <Route path="*" element={<NotFoundState />} />
          </Route>
          <Route path="apps/:slug" element={<InstallAppPage />} />
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
