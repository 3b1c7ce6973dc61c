import { COUNTING } from '../harness/bytes.mjs';
import { repeated } from '../harness/repeated.mjs';

const VARIANTS = {
  'all asked': 'all ten asked',
  'early exit': 'settled by the third',
  async: 'one of ten asynchronous',
};
const CONTENDERS = ['ours', 'awaited everywhere', 'hand-written'];

/** The evaluation of a tree of ten rules by itself, without a request. */
export async function tree(builds, { processes, warmUp }) {
  const rows = [];
  for (const [variant, what] of Object.entries(VARIANTS)) {
    for (const contender of CONTENDERS) {
      if (variant === 'async' && contender === 'hand-written') continue;
      const args = [builds.ours, variant, contender];
      const { time, space } = await repeated(processes, {
        time: ['processes/tree.mjs', [...args, 'ns', warmUp]],
        space: ['processes/tree.mjs', [...args, 'bytes', warmUp], COUNTING],
      });
      rows.push({ tree: what, contender, ns: time.ns, bytes: space.bytes });
    }
  }
  return { title: 'A tree of ten rules, by itself', rows };
}
