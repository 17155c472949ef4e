import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { PlainPage } from './plain-page.tsx';

type Props = { children: ReactNode };

/** Instead of a blank page when one breaks, or when its code cannot be loaded any more because a newer version is served. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <PlainPage>
        <ErrorState error={this.state.error} onRetry={() => location.reload()} />
      </PlainPage>
    );
  }
}
