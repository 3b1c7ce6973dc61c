/** Operations to paste into a shell. */
export function firstSteps(address: string): string {
  const ask = (query: string): string => `curl -s ${address} -H 'Content-Type: application/json' \\
    -H 'Authorization: Bearer bob' -d '{"query":"${query}"}'`;
  return `Everybody's token is their name: alice, bob, carol, and dora, who is an administrator. Try, in another shell:

  # bob's projects; of one he does not own he gets no budget, and of others no e-mail address
  ${ask('{ projects { name budget owner { name email } tasks { title assignee { name } } } }')}

  # two tasks in one operation: his own is completed, alice's is not
  ${ask('mutation { his: completeTask(id: 2) { done } hers: completeTask(id: 1) { done } }')}

  # a project that he does not own: FORBIDDEN, not_owner
  ${ask('mutation { renameProject(id: 1, name: \\"Mine\\") { name } }')}
`;
}
