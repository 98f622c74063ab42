/** History in an SQLite database, by Node's own SQLite (22.13 and later). Several kernels may use it at once. */
import { chmodSync, closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Entry, type HistoryStore, mostEntries } from "./store.ts";

const schema = `
  CREATE TABLE IF NOT EXISTS sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS inputs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER NOT NULL, line INTEGER NOT NULL, input TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS inputs_by_session ON inputs (session, line);
`;

export function openSqliteStore(folder: string): HistoryStore {
  const file = join(folder, "history.sqlite");
  // SQLite would make it readable for others; its journals take the mode of the database.
  closeSync(openSync(file, "a", 0o600));
  if (process.platform !== "win32") chmodSync(file, 0o600);
  const database = new DatabaseSync(file);
  try {
    return new SqliteStore(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteStore implements HistoryStore {
  readonly session: number;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec("PRAGMA busy_timeout = 2000");
    // With it a commit does not wait for the disk.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    database.exec(schema);
    const started = new Date().toISOString();
    const added = database.prepare("INSERT INTO sessions (started) VALUES (?)").run(started);
    this.session = Number(added.lastInsertRowid);
  }

  add(added: readonly (readonly [number, string])[]): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const insert = this.#database.prepare("INSERT INTO inputs (session, line, input) VALUES (?, ?, ?)");
      for (const [line, input] of added) insert.run(this.session, line, input);
      this.#database.prepare("DELETE FROM inputs WHERE id <= (SELECT max(id) FROM inputs) - ?").run(mostEntries);
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  tail(most: number): Entry[] {
    return this.#entries("ORDER BY session DESC, line DESC LIMIT ?", most).reverse();
  }

  range(session: number, start: number, stop: number): Entry[] {
    const end = Math.min(stop, Number.MAX_SAFE_INTEGER);
    return this.#entries("WHERE session = ? AND line >= ? AND line < ? ORDER BY line", session, start, end);
  }

  search(glob: string, most: number, unique: boolean): Entry[] {
    const matching = unique
      ? "WHERE id IN (SELECT max(id) FROM inputs WHERE input GLOB ? GROUP BY input)"
      : "WHERE input GLOB ?";
    return this.#entries(`${matching} ORDER BY session DESC, line DESC LIMIT ?`, glob, most).reverse();
  }

  #entries(condition: string, ...values: (string | number)[]): Entry[] {
    const rows = this.#database.prepare(`SELECT session, line, input FROM inputs ${condition}`).all(...values);
    return rows.map(({ session, line, input }) => [Number(session), Number(line), String(input)]);
  }

  close(): void {
    this.#database.close();
  }
}
