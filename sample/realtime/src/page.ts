/** Everything that the browser needs to try the chat. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Chat</title>
<style>
  body { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
  form { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 }
  input, select, button { font: inherit; padding: .25rem .5rem }
  input[name=text] { flex: 1 }
  #log { border: 1px solid #999; min-height: 12rem; padding: .5rem; white-space: pre-wrap; overflow-wrap: anywhere }
</style>
<h1>Chat</h1>
<form id="entrance">
  <label>I am <select name="name"><option>ada<option>grace<option>linus</select></label>
  <button>Sign in</button>
</form>
<form id="message">
  <select name="event" aria-label="What to do"><option>say<option>invite<option>remove<option>rooms<option>sign-out</select>
  <input name="room" value="lobby" size="9" aria-label="Room">
  <input name="text" placeholder="a text, or a name to invite or remove" aria-label="Text or name">
  <button>Send</button>
</form>
<div id="log" role="log"></div>
<script type="module">
  let socket;
  const log = document.querySelector('#log');
  const tell = (line) => log.append(line + '\\n');

  document.querySelector('#entrance').onsubmit = async (event) => {
    event.preventDefault();
    const name = new FormData(event.target).get('name');
    const answer = await fetch('/sign-in', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name }),
    });
    const { token } = await answer.json();
    socket?.close();
    socket = new WebSocket(location.origin.replace('http', 'ws') + '/chat?token=' + token);
    socket.onopen = () => tell('you are ' + name);
    socket.onmessage = ({ data }) => {
      const { event, data: said } = JSON.parse(data);
      tell(event + ' ' + JSON.stringify(said));
    };
  };

  document.querySelector('#message').onsubmit = (event) => {
    event.preventDefault();
    const { event: what, room, text } = Object.fromEntries(new FormData(event.target));
    if (socket?.readyState !== WebSocket.OPEN) return tell('sign in first');
    socket.send(JSON.stringify({ event: what, data: { room, text, name: text } }));
  };
</script>
</html>
`;
