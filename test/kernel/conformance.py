"""jupyter_kernel_test's suite for this kernel: python -m pytest conformance.py, with its kernelspec on JUPYTER_PATH."""

import unittest

import jupyter_kernel_test


def shown(mime, expression):
    return {"code": f"display({{ '{mime}': {expression} }}, {{ raw: true }})", "mime": mime}


class Whole(jupyter_kernel_test.KernelTests):
    kernel_name = "reticle"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "const greeting: string = 'hello, world'; console.log(greeting)"
    code_stderr = "process.stderr.write('to stderr\\n')"
    code_generate_error = "throw new RangeError('no such layer')"
    code_clear_output = "clearOutput()"
    code_inspect_sample = "Array.prototype.flatMap"

    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "[1].flatM", "matches": {"flatMap"}},
        {"text": "'µm'.padS", "matches": {"padStart"}},
        {"text": "const wafer = 1; waf", "matches": {"wafer"}},
    ]
    complete_code_samples = [
        "",
        "1",
        "const a = { b: 1 }",
        "await Promise.resolve(1)",
        "interface Shape { area(): number }",
        "function f(x: number): number {\n  return x * 2\n}\n",
        "class A<T> { constructor(readonly x: T) {} }",
    ]
    incomplete_code_samples = [
        "function f(x: number) {",
        "const text = `abc",
        "foo(",
        "[1, 2,",
        "const x =",
        "/* a comment",
        "if (a) {\n  b()",
    ]
    invalid_code_samples = ["let = 7q;", "import = 7q", "1 +* 2", "class { }}"]

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "await Promise.resolve('wafer')", "result": "'wafer'"},
        {"code": "({ layer: 1, datatype: 0 })", "result": "{ layer: 1, datatype: 0 }"},
        {"code": "enum Side { Left, Right }; Side.Right", "result": "1"},
        {"code": "10n ** 20n", "result": "100000000000000000000n"},
    ]
    code_display_data = [
        shown("text/html", "'<b>x</b>'"),
        shown("text/markdown", "'**x**'"),
        shown("image/svg+xml", "'<svg xmlns=\"http://www.w3.org/2000/svg\"/>'"),
        shown("image/png", "new Uint8Array([137, 80, 78, 71])"),
        shown("application/json", "{ a: [1, null] }"),
        shown("application/vnd.jupyter.widget-view+json", "{ model_id: 'x', version_major: 2, version_minor: 0 }"),
    ]
    code_history_pattern = "6?[*]*7"
    supported_history_operations = ("tail", "range", "search")


class OneSample(jupyter_kernel_test.KernelTests):
    """History of one input again and again, found by a pattern with a class."""

    kernel_name = "reticle"
    code_execute_result = [{"code": "6*7", "result": "42"}]
    code_history_pattern = "[0-6][*]?"
    supported_history_operations = ("tail", "range", "search")


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "reticle"
    support_iopub_welcome = True



if __name__ == "__main__":
    unittest.main()
