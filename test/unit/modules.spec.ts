import { readLib } from './source-tree.js';

describe('the files of the library', () => {
  const files = [...readLib().keys()];

  it.each(files)('%s can be imported', async (path) => {
    await expect(import(`../../${path.replace(/\.ts$/, '.js')}`)).resolves.toBeDefined();
  });
});
