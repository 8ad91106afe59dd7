/* What somebody typed, kept in this browser until the server has confirmed it. Each account finds its own only: places
   begin with the account's opaque name, and texts are sealed with a key that the server hands to that account alone.
   IndexedDB, because what it has written survives a browser that is killed; localStorage is written out seconds later. */

const DATABASE = "khartoum-kept";
const ROWS = "kept";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

const bytes = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

const imported = (key) => crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);

export class Kept {
  /** The store of one account; null where this browser keeps nothing (no secure address, storage switched off).
      Without keys its texts can be counted and removed. */
  static async open(account, keys = "") {
    if (!account || !globalThis.indexedDB || !globalThis.crypto?.subtle) {
      return null;
    }
    try {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(ROWS, { keyPath: "place" });
      const database = await done(opening);
      const made = keys.split(" ").filter(Boolean).map((key) => imported(key));
      return new Kept(database, account, await Promise.all(made));
    } catch {
      return null;
    }
  }

  constructor(database, account, keys) {
    Object.assign(this, { database, account, keys });
  }

  /** Resolves once the text is on the disk. */
  async put(form, field, what) {
    const place = `${this.account}/${form}/${field}`;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(what));
    const sealed = await crypto.subtle.encrypt(this.#how(iv, place), this.keys[0], plain);
    await this.#write((rows) => rows.put({ place, iv, sealed }));
  }

  async drop(form, field) {
    await this.#write((rows) => rows.delete(`${this.account}/${form}/${field}`));
  }

  /** Everything of one form that can be read, by field. */
  async all(form) {
    const start = `${this.account}/${form}/`;
    const rows = await done(this.#rows("readonly").getAll(this.#below(start)));
    const opened = await Promise.all(rows.map((row) => this.#opened(row)));
    return new Map(rows.map((row, at) => [row.place.slice(start.length), opened[at]]).filter(([, what]) => what));
  }

  async count() {
    return done(this.#rows("readonly").count(this.#below(`${this.account}/`)));
  }

  async wipe() {
    await this.#write((rows) => rows.delete(this.#below(`${this.account}/`)));
  }

  #below(start) {
    return IDBKeyRange.bound(start, `${start}\uffff`);
  }

  #how(iv, place) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
  }

  #rows(mode) {
    return this.database.transaction(ROWS, mode, { durability: "strict" }).objectStore(ROWS);
  }

  async #write(change) {
    const rows = this.#rows("readwrite");
    change(rows);
    await committed(rows.transaction);
  }

  async #opened({ place, iv, sealed }) {
    for (const key of this.keys) {
      try {
        return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(this.#how(iv, place), key, sealed)));
      } catch {
        /* sealed under an earlier secret of the site: the next key */
      }
    }
    return null;
  }
}
