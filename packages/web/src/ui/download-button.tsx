import { DownloadIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';

type Props = { text: string; fileName: string; children: string };

/** Saves a text as a file of the reader's, without asking any server for it. */
export function DownloadButton({ text, fileName, children }: Props) {
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button leadingVisual={DownloadIcon} onClick={save}>
      {children}
    </Button>
  );
}
