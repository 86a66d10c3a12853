// Preloaded into the playground: it listens on this machine only, and reaches nothing beyond it.
const net = require('net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] === 'number') args.splice(1, typeof args[1] === 'string' ? 1 : 0, '127.0.0.1');
  else if (args[0] && typeof args[0] === 'object' && 'port' in args[0]) args[0] = { ...args[0], host: '127.0.0.1' };
  return listen.apply(this, args);
};

const here = (host) => !host || host === 'localhost' || host === '127.0.0.1' || host === '::1';
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const to = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = to && typeof to === 'object' ? to.host : typeof args[1] === 'string' ? args[1] : undefined;
  if (here(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(new Error(`refused: ${host} is not this machine`)));
  return this;
};
