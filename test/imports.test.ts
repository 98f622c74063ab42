/** The order of the rooms (docs/architecture.md): a file imports only from its own room and from rooms above it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";
import { projectRoot } from "./support/project.ts";

const rooms = [
  ["units.ts", "errors.ts"],
  ["platform"],
  ["view"],
  ["geometry"],
  ["image"],
  ["camera"],
  ["raster"],
  ["region"],
  ["layout"],
  ["formats"],
  ["pls"],
  ["analysis"],
  ["tiles"],
  ["index.ts"],
  ["cli"],
];

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : path.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(path: string, { types = true } = {}): string[] {
  const text = readFileSync(path, "utf8");
  const counted = types ? text : text.replace(/import type [^;]*;/g, "");
  return [...counted.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]);
}

const source = join(projectRoot, "src");
const kernel = join(projectRoot, "kernel");
const roomOf = (path: string) => relative(source, path).split(sep)[0];
const rankOf = (room: string) => rooms.findIndex((names) => names.includes(room));

test("every file of src is in a room that the design names", () => {
  for (const path of files(source))
    assert.ok(rankOf(roomOf(path)) >= 0, `${relative(projectRoot, path)} is in no room`);
});

test("rooms import only from rooms above them, and through their door", () => {
  for (const path of files(source)) {
    const room = roomOf(path);
    for (const name of importsOf(path).filter((n) => n.startsWith("."))) {
      const target = resolve(dirname(path), name);
      const shown = `${relative(projectRoot, path)} imports ${name}`;
      if (target.startsWith(kernel + sep)) {
        assert.equal(room, "cli", `${shown}: only cli may know kernel`);
        continue;
      }
      const other = roomOf(target);
      if (other === room) continue;
      assert.ok(rankOf(other) >= 0 && rankOf(other) <= rankOf(room), `${shown}: ${other} is below ${room}`);
      const door = relative(source, target);
      assert.ok(door === other || door === join(other, "index.ts"), `${shown}: go through ${other}/index.ts`);
    }
  }
});

test("only platform and cli import node:*", () => {
  for (const path of files(source)) {
    if (["platform", "cli"].includes(roomOf(path))) continue;
    for (const name of importsOf(path))
      assert.ok(!name.startsWith("node:"), `${relative(projectRoot, path)} imports ${name}`);
  }
});

test("kernel never imports src", () => {
  for (const path of files(kernel)) {
    for (const name of importsOf(path).filter((n) => n.startsWith("."))) {
      assert.ok(
        resolve(dirname(path), name).startsWith(kernel + sep),
        `${relative(projectRoot, path)} imports ${name}`,
      );
    }
  }
});

test("a package is imported from one file only (types may come from everywhere)", () => {
  const users = new Map<string, Set<string>>();
  for (const path of [...files(source), ...files(kernel)]) {
    for (const name of importsOf(path, { types: false }).filter(
      (n) => !n.startsWith(".") && !n.startsWith("node:") && n !== "reticle",
    )) {
      const pack = name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : name.split("/")[0];
      users.set(pack, (users.get(pack) ?? new Set()).add(relative(projectRoot, path)));
    }
  }
  for (const [pack, paths] of users) assert.equal(paths.size, 1, `${pack} is imported from ${[...paths].join(", ")}`);
});
