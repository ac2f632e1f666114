// Echoes with ws; prints its port. Closes with 4001 when it is told "close", and pings when it is told "ping".
'use strict';
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  maxPayload: 1 << 24,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => offered.has('v1.test') && 'v1.test',
});
server.on('listening', () => console.log(server.address().port));
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    if (!isBinary && data.toString() === 'close') {
      socket.close(4001, 'bye');
    } else if (!isBinary && data.toString() === 'ping') {
      socket.once('pong', (payload) => socket.send('pong ' + payload));
      socket.ping('are you there?');
    } else if (!isBinary && data.toString() === 'fragments') {
      socket.send('one ', { fin: false });
      socket.send('two ', { fin: false });
      socket.send('three', { fin: true });
    } else {
      socket.send(data, { binary: isBinary });
    }
  });
});
process.stdin.on('end', () => process.exit(0)).resume();
