/** Downloads `file` under `name`. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has taken its own hold of the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
