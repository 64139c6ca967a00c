// Tells when something may have changed: by the event stream where there is one, else by asking every half minute.
import { send, Refused } from './api.js';

const pause = 30_000;
const patience = [1000, 2000, 5000, 15_000, 30_000];

const wait = (milliseconds, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});

// Reads one stream to its end. EventSource can send no Authorization header, so the lines are read here.
const listen = async (path, last, signal, heard) => {
  const response = await send(path, { signal, headers: { Accept: 'text/event-stream', ...(last.id ? { 'Last-Event-ID': last.id } : {}) } });
  if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    throw new Refused(406, null);
  }
  heard('connected');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) {
      const id = /^id: ?(.*)$/m.exec(block);
      if (id) {
        last.id = id[1];
      }
      if (/^data:/m.test(block)) {
        heard('event');
      }
    }
  }
};

const poll = async (signal, changed, tell) => {
  tell('polling');
  while (!signal.aborted) {
    await wait(pause, signal);
    if (!signal.aborted && !document.hidden) {
      changed();
    }
  }
};

// Where the credential has no right to the stream, it is not asked for.
export const follow = (changed, tell, mayListen) => {
  const stop = new AbortController();
  const last = { id: null };
  let soon = 0;
  let failures = 0;
  const heard = (what) => {
    failures = 0;
    tell('live');
    if (what === 'event') {
      clearTimeout(soon);
      soon = setTimeout(changed, 250);
    }
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        await listen('/v1/events', last, stop.signal, heard);
      } catch (fault) {
        if (stop.signal.aborted) {
          return;
        }
        if (fault instanceof Refused && fault.status !== 429 && fault.status !== 503) {
          await poll(stop.signal, changed, tell);
          return;
        }
      }
      tell('waiting');
      await wait(patience[Math.min(failures++, patience.length - 1)], stop.signal);
      changed();
    }
  };
  if (mayListen) {
    run();
  } else {
    poll(stop.signal, changed, tell);
  }
  document.addEventListener('visibilitychange', () => !document.hidden && changed(), { signal: stop.signal });
  addEventListener('online', changed, { signal: stop.signal });
  return () => stop.abort();
};
