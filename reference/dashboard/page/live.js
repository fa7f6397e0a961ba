// The stream of samples. A lost one comes back by itself.

const silence = 15_000; // ms; the server says something every 5 s

/** Live keeps a stream open and hands on what comes: to on.state, on.found,
 * on.exchange; on.link hears whether it is "live", "connecting" or "paused". */
export class Live {
  constructor(on) {
    this.on = on;
    this.find = "";
    this.paused = false;
    this.heard = 0;
    setInterval(() => {
      if (!this.paused && this.source && Date.now() - this.heard > silence) this.open();
    }, 1000);
  }

  open() {
    this.close();
    if (this.paused) return;
    this.on.link("connecting");
    this.heard = Date.now();
    const source = this.source = new EventSource("live" + (this.find ? "?find=" + encodeURIComponent(this.find) : ""));
    const listen = (name, act) => source.addEventListener(name, e => {
      if (source !== this.source) return;
      this.heard = Date.now();
      this.on.link("live");
      act(JSON.parse(e.data));
    });
    listen("state", this.on.state);
    listen("found", this.on.found);
    listen("exchange", this.on.exchange);
    listen("beat", () => {});
    source.onerror = () => {
      if (source !== this.source) return;
      this.on.link("connecting");
      // A refused stream is not tried again by the browser.
      if (source.readyState === EventSource.CLOSED) this.later = setTimeout(() => this.open(), 2000);
    };
  }

  close() {
    clearTimeout(this.later);
    this.source?.close();
    this.source = null;
  }

  search(text) {
    if (text === this.find) return;
    this.find = text;
    this.open();
  }

  pause(paused) {
    this.paused = paused;
    if (paused) {
      this.close();
      this.on.link("paused");
    } else {
      this.open();
    }
  }
}
