// Talks to an echo server with ws and prints one line for each thing that it saw.
'use strict';
const WebSocket = require('ws');
const [base, perMessageDeflate = 'false'] = process.argv.slice(2);
const options = { perMessageDeflate: JSON.parse(perMessageDeflate) };

const say = (...words) => console.log(words.join(' '));
const next = (socket) => new Promise((resolve, reject) => {
  socket.once('message', (data, isBinary) => resolve({ data, isBinary }));
  socket.once('error', reject);
  socket.once('close', (code) => reject(new Error('closed with ' + code)));
});
const open = (path, protocols = []) => new Promise((resolve, reject) => {
  const socket = new WebSocket(base + path, protocols, options);
  socket.once('open', () => resolve(socket));
  socket.once('error', reject);
});
const closed = (socket) => new Promise((resolve) =>
  socket.once('close', (code, reason) => resolve(code + ' ' + reason)));

async function main() {
  const socket = await open('/echo', ['x', 'v1.test']);
  say('subprotocol', socket.protocol);
  say('extensions', socket.extensions || 'none');

  socket.send('J\u00fcrgen \u20ac \u{1F600}');
  let answer = await next(socket);
  say('text', answer.isBinary, answer.data.toString('utf8'));

  socket.send(Buffer.from([1, 2, 3]));
  answer = await next(socket);
  say('binary', answer.isBinary, answer.data.toString('hex'));

  socket.send('one ', { fin: false });
  socket.send('two ', { fin: false });
  socket.send('three', { fin: true });
  answer = await next(socket);
  say('fragments', answer.data.toString('utf8'));

  const large = Buffer.alloc(1 << 20, 'large ');
  socket.send(large);
  answer = await next(socket);
  say('large', answer.data.equals(large));

  const pong = new Promise((resolve) => socket.once('pong', resolve));
  socket.ping('are you there?');
  say('pong', (await pong).toString());

  socket.close(4001, 'bye');
  say('closed', await closed(socket));

  const kicked = await open('/kick');
  say('kicked', await closed(kicked));

  const refused = new WebSocket(base + '/unknown');
  refused.on('error', () => {});
  await new Promise((resolve) => refused.once('unexpected-response', (request, response) => {
    say('refused', response.statusCode);
    request.destroy();
    resolve();
  }));
}

main().then(() => process.exit(0), (error) => {
  say('failed', error.stack);
  process.exit(1);
});
