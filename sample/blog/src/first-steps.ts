/** Three requests to paste into a shell. */
export function firstSteps(address: string): string {
  return `Try, in another shell:

  # sign in as alice
  TOKEN=$(curl -s ${address}/auth/sign-in -H 'Content-Type: application/json' \\
    -d '{"username":"alice","password":"alice-password"}' | cut -d'"' -f4)

  # bob's draft: 403, "Only the author may do this."
  curl -i ${address}/posts/4 -H "Authorization: Bearer $TOKEN"

  # her own draft: 200
  curl -i -X PATCH ${address}/posts/2 -H "Authorization: Bearer $TOKEN" \\
    -H 'Content-Type: application/json' -d '{"title":"A whole idea"}'
`;
}
