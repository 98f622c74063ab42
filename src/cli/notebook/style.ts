/** The style sheet of exported notebooks. */
export const pageStyle = `
:root { --ink: #1c2330; --soft: #5b6472; --line: #dde2ea; --paper: #fff; --code: #f6f8fb; --accent: #0b6bcb; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 96px; }
h1, h2, h3 { line-height: 1.25; margin: 1.6em 0 0.5em; }
h1 { margin-top: 0.4em; font-size: 2rem; }
a { color: var(--accent); }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:not(pre) > code { background: var(--code); border-radius: 3px; padding: 1px 4px; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.code-cell { position: relative; margin: 18px 0; }
.prompt { position: absolute; left: -56px; width: 48px; text-align: right; color: var(--soft); padding-top: 10px; font: 12px ui-monospace, monospace; }
.code { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; }
.outputs { padding: 10px 0 0 14px; overflow-x: auto; }
.outputs > * + * { margin-top: 10px; }
.stderr { background: #fff4f0; padding: 6px 10px; border-radius: 4px; }
.error { background: #fff0f0; border-left: 3px solid #d33; padding: 8px 12px; }
.result img { max-width: 100%; height: auto; }
table + table { margin-top: 12px; }
table { border-collapse: collapse; font-size: 14px; }
th, td { border-bottom: 1px solid var(--line); padding: 3px 12px 3px 0; text-align: left; vertical-align: top; }
blockquote { margin: 0; padding-left: 14px; border-left: 3px solid var(--line); color: var(--soft); }
.hljs-keyword, .hljs-literal { color: #9c27b0; } .hljs-string, .hljs-regexp { color: #1b7f3b; } .hljs-number { color: #b3541e; }
.hljs-comment { color: #7a8394; font-style: italic; } .hljs-title, .hljs-title.function_ { color: #0b5fa5; } .hljs-built_in, .hljs-type { color: #00707a; }
.ansi-bold { font-weight: 600; } .ansi-red { color: #c62828; } .ansi-green { color: #1b7f3b; } .ansi-yellow { color: #9a6700; }
.ansi-blue { color: #0b5fa5; } .ansi-magenta { color: #8e24aa; } .ansi-cyan { color: #00707a; } .ansi-black, .ansi-white { color: var(--soft); }
@media (max-width: 1080px) { .prompt { position: static; width: auto; text-align: left; padding: 0; } }
@media print { main { max-width: none; } }
`;
