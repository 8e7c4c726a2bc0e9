/* Storage helpers that Material's bundle expects, from a file so that no inline script is needed. */
var __md_scope = new URL(document.currentScript.dataset.base, location);
function __md_hash(text) {
  return [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
}
function __md_get(key, storage, scope) {
  try {
    return JSON.parse((storage || localStorage).getItem((scope || __md_scope).pathname + "." + key));
  } catch (_) {
    return null; /* storage may be switched off */
  }
}
function __md_set(key, value, storage, scope) {
  try {
    (storage || localStorage).setItem((scope || __md_scope).pathname + "." + key, JSON.stringify(value));
  } catch (_) {
    /* a preference that cannot be kept is no error */
  }
}
