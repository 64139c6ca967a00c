// Signs in, chooses the page by the address behind the hash, and keeps what is shown fresh.
import { get, key, Refused, takeKeyFromAddress, Unreachable } from './api.js';
import { h, show } from './dom.js';
import { follow } from './live.js';
import { failed, loading } from './states.js';
import { signIn } from './signin.js';
import { caseload } from './caseload.js';
import { episode } from './episode.js';
import { administrator, auditor } from './roles.js';
import { supervision } from './supervision.js';

const main = document.getElementById('main');
const who = document.getElementById('who');
const live = document.getElementById('live');
const leave = document.getElementById('leave');
const offline = document.getElementById('offline');
const liveWords = { live: 'Live', polling: 'Checked every 30 s', waiting: 'Reconnecting' };

let me = null;
let page = null;
let stopFollowing = null;
let round = 0;

const tellOffline = (isOffline) => {
  offline.hidden = !isOffline;
  offline.textContent = isOffline ? 'No connection. You see what was read last; it is brought up to date when the connection is back.' : '';
};

const pageOf = (hash) => {
  const found = /^#\/episodes\/([\w.~-]+)$/.exec(hash);
  if (me.role === 'admin' || me.role === 'auditor') {
    return me.role === 'admin' ? administrator(me) : auditor(me);
  }
  const supervised = me.role === 'supervisor' && /^#\/clinicians\/([\w.~-]+)$/.exec(hash);
  if (supervised) {
    return supervision(me, supervised[1]);
  }
  return found ? episode(me, found[1]) : caseload(me);
};

// What the service says of itself before anybody has signed in. Without an answer a key still works.
const settings = () => fetch('/pages/settings.json', { credentials: 'omit' }).then((response) => response.json()).catch(() => ({ signIn: null }));

const askForKey = async (why) => {
  const mine = ++round;
  stopFollowing?.();
  key.forget();
  [me, page, stopFollowing] = [null, null, null];
  leave.hidden = true;
  show(who);
  live.textContent = '';
  tellOffline(false);
  document.title = 'Sign in - Alliance';
  show(main, loading(1));
  const { signIn: provider } = await settings();
  const oidc = provider && await import('./oidc.js');
  if (mine === round) {
    show(main, signIn(why, start, provider, oidc?.begin));
  }
};

// Whoever comes back from the provider brings a code for a token in the address.
const takeAnswer = async () => {
  show(main, loading());
  const oidc = await import('./oidc.js');
  const { signIn: provider } = await settings();
  try {
    key.set(await oidc.finish(provider));
    return true;
  } catch (fault) {
    await askForKey(fault.message);
    return false;
  }
};

// A page that is there stays while it is read anew; only a first look shows that it loads.
const draw = async () => {
  const mine = ++round;
  try {
    const content = await page.load();
    if (mine === round && content) {
      show(main, content);
      page.ready?.();
    }
    tellOffline(false);
  } catch (fault) {
    if (mine !== round || fault.name === 'AbortError') {
      return;
    }
    if (fault instanceof Refused && fault.status === 401) {
      askForKey('Your sign-in has ended: it expired or was revoked. Sign in again to go on where you were.');
    } else if (fault instanceof Unreachable && page.isShown?.()) {
      tellOffline(true);
    } else {
      show(main, failed(fault, open));
    }
  }
};

const open = async () => {
  page = pageOf(location.hash);
  page.redraw = draw;
  show(main, loading());
  await draw();
  scrollTo(0, 0);
};

async function start() {
  takeKeyFromAddress();
  if (/[?&]state=/.test(location.search) && !await takeAnswer()) {
    return;
  }
  if (!key.get()) {
    askForKey(null);
    return;
  }
  show(main, loading());
  try {
    me = await get('/v1/me');
  } catch (fault) {
    if (fault instanceof Refused && fault.status === 401) {
      askForKey('This sign-in is not valid. It may have expired, been revoked, or been cut off when it was copied.');
    } else {
      show(main, failed(fault, start));
    }
    return;
  }
  show(who, h('span', { class: 'name' }, me.name), h('span', { class: 'role' }, me.role));
  leave.hidden = false;
  stopFollowing?.();
  stopFollowing = me.role === 'admin' || me.role === 'auditor' ? null : follow(() => page && draw(), (state) => {
    live.textContent = liveWords[state];
    live.dataset.state = state;
  }, me.role !== 'supervisor');
  await open();
}

leave.addEventListener('click', () => {
  history.replaceState(null, '', '/#/');
  askForKey(null);
});
addEventListener('hashchange', () => {
  if (location.hash === '#main') {
    return;
  }
  if (location.hash.startsWith('#key=')) {
    start();
  } else if (me) {
    open().then(() => main.focus({ preventScroll: true }));
  }
});
addEventListener('offline', () => me && tellOffline(true));
start();
