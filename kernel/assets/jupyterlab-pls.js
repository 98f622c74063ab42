/**
 * .pls files in JupyterLab, highlighted: a prebuilt extension of one file, which needs no build and no Python package.
 * JupyterLab loads it as a container of webpack's module federation (`init`, `get`), and shares CodeMirror with it. The
 * TextMate grammar, which other editors read as it is, is put in when it is installed (lab-extension.ts).
 */
(() => {
  const grammar = /*GRAMMAR*/ { patterns: [], repository: {} };

  /** What the grammar's scopes are called in CodeMirror; the longest beginning counts. */
  const styles = {
    comment: "comment",
    keyword: "keyword",
    "keyword.operator": "operator",
    "storage.type": "keyword",
    string: "string",
    "constant.numeric": "number",
    "constant.language": "atom",
    "entity.name.function": "variableName.function",
    "entity.name.type": "typeName",
    "entity.name.tag": "labelName",
    "entity.name.namespace": "namespace",
    "support.function.builtin": "variableName.standard",
    "support.function.method": "propertyName",
    "variable.parameter": "propertyName",
  };

  function styleOf(scope) {
    const parts = (scope ?? "").split(".");
    for (let length = parts.length; length > 0; length--) {
      const style = styles[parts.slice(0, length).join(".")];
      if (style !== undefined) return style;
    }
    return null;
  }

  /** Rules of a list of patterns, those of the repository in their places. */
  function rulesOf(patterns) {
    return patterns.flatMap((pattern) => {
      const rule = pattern.include === undefined ? pattern : grammar.repository[pattern.include.slice(1)];
      if (rule.patterns !== undefined) return rulesOf(rule.patterns);
      return [{ match: new RegExp(rule.match, "dg"), style: styleOf(rule.name), captures: rule.captures ?? {} }];
    });
  }

  const rules = rulesOf(grammar.patterns);

  /** Where pieces of a line end, and what they are: as in TextMate the match that begins first wins. */
  function piecesOf(line) {
    const pieces = [];
    let at = 0;
    const upTo = (end, style) => {
      if (end > at) pieces.push({ end, style });
      at = Math.max(at, end);
    };
    while (at < line.length) {
      let first = null;
      for (const rule of rules) {
        rule.match.lastIndex = at;
        const found = rule.match.exec(line);
        if (found !== null && found[0] !== "" && (first === null || found.index < first.found.index))
          first = { rule, found };
      }
      if (first === null) break;
      const { rule, found } = first;
      const end = found.index + found[0].length;
      upTo(found.index, null);
      for (const [group, { name }] of Object.entries(rule.captures)) {
        const span = found.indices[group];
        if (span === undefined) continue;
        upTo(span[0], rule.style);
        upTo(span[1], styleOf(name));
      }
      upTo(end, rule.style);
    }
    upTo(line.length, null);
    return pieces;
  }

  const mode = {
    name: "pls",
    startState: () => ({ pieces: [], next: 0 }),
    copyState: ({ pieces, next }) => ({ pieces, next }),
    token(stream, state) {
      if (stream.sol()) {
        state.pieces = piecesOf(stream.string);
        state.next = 0;
      }
      const piece = state.pieces[state.next++];
      if (piece === undefined) {
        stream.skipToEnd();
        return null;
      }
      stream.pos = piece.end;
      return piece.style;
    },
    languageData: { commentTokens: { line: "#" } },
  };

  let shared = {};

  /** A package that JupyterLab has, in the version that it uses. */
  async function ofLab(name) {
    const versions = Object.values(shared[name] ?? {});
    const offered = versions.find(({ loaded }) => loaded) ?? versions.at(-1);
    if (offered === undefined) throw new Error(`reticle-pls: this JupyterLab has no ${name}`);
    return (await offered.get())();
  }

  async function plugin() {
    const { LanguageSupport, StreamLanguage } = await ofLab("@codemirror/language");
    const { IEditorLanguageRegistry } = await ofLab("@jupyterlab/codemirror");
    return {
      id: "reticle-pls:language",
      description: "Highlights .pls mask programs.",
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      activate(app, languages) {
        // By the name of the file: to JupyterLab the extension is one of PL/SQL, which comes first.
        const language = { name: "pls", displayName: ".pls masks", mime: "text/x-pls", filename: /\.pls$/i };
        languages.addLanguage({ ...language, support: new LanguageSupport(StreamLanguage.define(mode)) });
        app.docRegistry.addFileType({
          name: "pls",
          displayName: ".pls mask program",
          extensions: [".pls"],
          mimeTypes: ["text/x-pls"],
          contentType: "file",
          fileFormat: "text",
        });
      },
    };
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["reticle-pls"] = {
    init(scope) {
      shared = scope;
    },
    async get(module) {
      if (module !== "./extension") throw new Error(`reticle-pls has no module ${module}`);
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
