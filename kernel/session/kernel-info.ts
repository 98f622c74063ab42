/** kernel_info_request: who this kernel is, and the names under which editors and nbconvert find TypeScript's colours. */
import { packageVersion } from "../command.ts";
import { type JsonObject, protocolVersion } from "../wire/index.ts";

export function kernelInfo(): JsonObject {
  const version = packageVersion();
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "reticle",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: "7.0",
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      // JupyterLab's CodeMirror 6 and the older CodeMirror 5 both know the mode by its MIME type.
      codemirror_mode: { name: "javascript", typescript: true, mode: "text/typescript" },
      nbconvert_exporter: "script",
    },
    banner: `Reticle ${version} · TypeScript on Node ${process.version}`,
    debugger: true,
    supported_features: ["kernel subshells"],
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  };
}
