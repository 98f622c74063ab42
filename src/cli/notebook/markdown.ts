/** Markdown of notebook cells to HTML, and the colours of TypeScript in it. */
import hljs from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { Marked } from "marked";

hljs.registerLanguage("typescript", typescript);

const marked = new Marked({
  renderer: {
    code({ text, lang }) {
      const isTypeScript = ["ts", "typescript", "js", "javascript"].includes(lang ?? "");
      return `<pre class="code"><code>${isTypeScript ? highlight(text) : escapeHtml(text)}</code></pre>\n`;
    },
  },
});

export function markdownToHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** TypeScript as HTML with highlight.js's classes. */
export function highlight(code: string): string {
  return hljs.highlight(code, { language: "typescript", ignoreIllegals: true }).value;
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}
