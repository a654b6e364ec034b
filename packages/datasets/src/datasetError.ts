/** What a user can put right: an impossible dataset, a folder that cannot be written, a journal that is damaged. One line. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}
