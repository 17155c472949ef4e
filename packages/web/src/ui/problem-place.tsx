import { describeError } from '../apollo/describe-error.ts';
import styles from './refusal-banner.module.css';

/** Where it is said why something beside it failed. The place is there before the words are, so that they are read aloud. */
export const ProblemPlace = ({ error }: { error: unknown }) => (
  <div role="alert" className={styles.place}>
    {error ? <p className={styles.problem}>{describeError(error).message}</p> : null}
  </div>
);
