/** A file cannot be read as an image; the message names it, what was found and what was expected. */
export class ImageFileError extends Error {
  override readonly name = 'ImageFileError';
}
