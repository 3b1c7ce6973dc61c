/** How many microtask turns pass between the arrival of a request and its answer: exact, on any machine. */
export async function turnsOf(send, asked) {
  let turns = 0;
  let answered = -1;
  const count = () => {
    if (answered >= 0) return;
    turns++;
    void Promise.resolve().then(count);
  };
  const done = send(asked, () => (answered = turns));
  count();
  await done;
  return answered;
}
