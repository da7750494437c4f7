import { parentPort } from 'node:worker_threads';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { serveSessions } from './serve-sessions.ts';
import { enterThread } from './threads.ts';
import { verifiedSessions } from './verified-session.ts';

// The entry of a thread that holds sessions of a device for inference threads of this process: it gets a port to
// each of them. Sessions stay open until it ends.
const device = enterThread() as DeviceName;
const listenTo = serveSessions({
  sessionOf: verifiedSessions(device),
  chunksPerRun: DEVICES[device].chunksPerRun,
});

parentPort?.on('message', listenTo);
