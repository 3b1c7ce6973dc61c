/**
 * The id of a user as the parts of a key. Ids of different types are different ids, as everywhere.
 * @throws TypeError for an object that has no text of its own: it would be that of every other
 */
export function userKey(id: unknown): readonly string[] {
  const text = Buffer.isBuffer(id) ? id.toString('hex') : String(id);
  if (text.startsWith('[object ')) {
    throw new TypeError('The id of the user is an object without toString(): let `getUserId` answer a text.');
  }
  return ['user', typeof id, text];
}
