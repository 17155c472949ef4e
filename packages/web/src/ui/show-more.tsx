import { Button } from '@primer/react';
import { useEffect, useRef, useState } from 'react';
import { ProblemPlace } from './problem-place.tsx';
import styles from './show-more.module.css';

type Props = {
  /** Whether there is more of the list. */
  has: boolean;
  label: string;
  /** Rejects with why no more of it came. */
  onMore: () => Promise<unknown>;
};

/** Below a list that grows: its next part, or why that did not come. When all is there, the end of the list has the focus that the button had. */
export function ShowMore({ has, label, onMore }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked > 0 && !has) place.current?.focus();
  }, [asked, has]);
  const more = async () => {
    setLoading(true);
    setProblem(null);
    try {
      await onMore();
      setAsked((count) => count + 1);
    } catch (error) {
      setProblem(error);
    }
    setLoading(false);
  };
  return (
    <div ref={place} tabIndex={-1} className={styles.place}>
      {has && (
        <>
          <Button block loading={isLoading} onClick={() => void more()}>
            {label}
          </Button>
          <ProblemPlace error={problem} />
        </>
      )}
    </div>
  );
}
