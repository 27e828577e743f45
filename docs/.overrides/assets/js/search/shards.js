/* Files that are opened only when a query needs them. */

/** One list cut into files: `routes` are [first place, hash] in order, as the file of names gives them. */
export class Shards {
  constructor(name, routes, base) {
    this.starts = routes.map((route) => route[0]);
    this.files = routes.map((route, i) => new URL(`${name}-${i}.${route[1]}.json`, base));
    this.loaded = new Map();
    this.loading = new Map();
  }

  /** Which file holds this place (a number or a word), or -1. */
  holding(place) {
    let low = 0, high = this.starts.length;
    while (low < high) { const middle = (low + high) >> 1; if (this.starts[middle] <= place) low = middle + 1; else high = middle; }
    return low - 1;
  }

  has(place) {
    const i = this.holding(place);
    return i < 0 || this.loaded.has(i);
  }

  /** The entry of a place by number, if its file is here. */
  peek(place) {
    const i = this.holding(place);
    return this.loaded.get(i)?.[place - this.starts[i]];
  }

  async open(place) {
    const i = this.holding(place);
    return i < 0 ? [] : this.fetch(i);
  }

  /** All files, each with its first place: [[start, content]…]. */
  all() {
    return Promise.all(this.starts.map(async (start, i) => [start, await this.fetch(i)]));
  }

  async fetch(i) {
    if (!this.loading.has(i)) this.loading.set(i, readJson(this.files[i]).then((data) => (this.loaded.set(i, data), data)));
    try {
      return await this.loading.get(i);
    } catch (error) {
      this.loading.delete(i); // so that the next query tries again
      throw error;
    }
  }
}

export async function readJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}
