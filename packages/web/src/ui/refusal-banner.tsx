import { Banner } from '@primer/react';
import styles from './refusal-banner.module.css';

type Props = { id: string; title: string; failure: string | null };

/** Why the whole of a form was refused, above its fields. The place is there before the words are, so that they are read aloud. */
export const RefusalBanner = ({ id, title, failure }: Props) => (
  <div id={id} role="alert" tabIndex={-1} className={styles.place}>
    {failure && <Banner variant="critical" title={title} description={failure} />}
  </div>
);
