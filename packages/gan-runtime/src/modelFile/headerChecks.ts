// What reads any header and names what is wrong with it; pages load it for those that `readPlainHeader` does not accept.
export { checkEdits } from './checkEdits.ts';
export { beginHeader } from './header.ts';
