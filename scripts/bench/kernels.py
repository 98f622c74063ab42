"""kernels.py JOB.json: times Jupyter kernels over raw sockets, each round all of them one after another.

JOB: {"kernels": {name: "ts" | "deno" | "py"}, "rounds": n, "folder": working folder}. Prints {name: {figure: [one a round]}};
times in ms, memory in MiB. A reply is timed at its arrival on the shell socket, a cell's end at idle on iopub.

A kernel that breaks its own stream of messages loses the rest of its round, which is said: Deno's now and then sends
another message into the middle of one of 10 MiB. The one that is measured, "reticle", may not.
"""
import json
import os
import re
import sys
import time

import psutil
import zmq
from jupyter_client import KernelManager
from jupyter_client.session import Session

TYPESCRIPT = {
    "trivial": "1+1",
    "class": "interface P{i} {{ x: number; y: number }}\nclass C{i} implements P{i} {{ constructor(public x: number, public y: number) {{}} len(): number {{ return Math.hypot(this.x, this.y); }} }}\nnew C{i}(3,4).len()",
    "declare": "const v{i}: number = {i};\nfunction f{i}(a: number): number {{ return a + v{i}; }}\nf{i}(1)",
    "prepare": "const arr: number[] = [1,2,3];",
    "complete": "arr.ma",
    "lines": "for (let i = 0; i < {count}; i++) console.log('line ' + i);",
    "html": "display({'text/html': '<p>'+'x'.repeat(10*1024*1024)+'</p>'}, {raw: true})",
    "spin": "{ const end = Date.now() + 1500; while (Date.now() < end); }",
    "top level": "var began = performance.now();\nlet {name} = 0;\nfor (let i = 0; i < {count}; i++) {name} += {step};\nperformance.now() - began",
    "local": "(() => {{ const began = performance.now(); let {name} = 0; for (let i = 0; i < {count}; i++) {name} += {step}; return performance.now() - began; }})()",
}
DENO = {
    **TYPESCRIPT,
    "html": "await Deno.jupyter.display({'text/html': '<p>'+'x'.repeat(10*1024*1024)+'</p>'}, {raw: true})",
}
PYTHON = {
    "trivial": "1+1",
    "class": "from typing import Protocol\nclass P{i}(Protocol):\n    x: float\nclass C{i}:\n    def __init__(self, x, y): self.x = x; self.y = y\n    def len(self): return (self.x**2 + self.y**2)**.5\nC{i}(3, 4).len()",
    "declare": "v{i} = {i}\ndef f{i}(a): return a + v{i}\nf{i}(1)",
    "prepare": "arr = [1, 2, 3]",
    "complete": "arr.ap",
    "lines": "for i in range({count}): print('line', i)",
    "html": "from IPython.display import display, HTML\ndisplay(HTML('<p>' + 'x' * (10*1024*1024) + '</p>'))",
    "spin": "import time\nend = time.time() + 1.5\nwhile time.time() < end: pass",
}
SNIPPETS = {"ts": TYPESCRIPT, "deno": DENO, "py": PYTHON}
LOOPS = {
    "": {"name": "total", "count": "3e7", "step": "i & 3"},
    ", fractions": {"name": "sum", "count": "1e7", "step": "i * 0.5"},
}
MANY_CELLS = 1000
MEASURED = "reticle"


class Broken(Exception):
    """A kernel sends what is no message, or does not answer."""


class Kernel:
    def __init__(self, name, folder, env):
        self.started = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        with open("/dev/null", "a") as nowhere:
            self.manager.start_kernel(cwd=folder, env=env, stdout=nowhere, stderr=nowhere)
        info = self.manager.get_connection_info()
        self.context = zmq.Context()
        self.session = Session(key=info["key"], signature_scheme=info["signature_scheme"])

        def socket(kind, port):
            made = self.context.socket(kind)
            made.linger = 0
            made.setsockopt(zmq.RECONNECT_IVL, 3)
            made.setsockopt(zmq.RCVHWM, 0)
            if kind == zmq.SUB:
                made.setsockopt(zmq.SUBSCRIBE, b"")
            made.connect(f"tcp://{info['ip']}:{info[port]}")
            return made

        self.shell = socket(zmq.DEALER, "shell_port")
        self.iopub = socket(zmq.SUB, "iopub_port")
        self.heartbeat = socket(zmq.REQ, "hb_port")
        self.poller = zmq.Poller()
        self.poller.register(self.shell, zmq.POLLIN)
        self.poller.register(self.iopub, zmq.POLLIN)

    def request(self, kind, content, idle=True, during=None, late=None):
        """Times in ms until the reply, until idle, and until the last output of the type `late`; and the reply."""
        began = time.perf_counter()
        message = self.session.msg(kind, content)
        self.session.send(self.shell, message)
        wanted = message["header"]["msg_id"]
        reply = reply_at = idle_at = late_at = None
        while reply is None or (idle and idle_at is None) or (late and late_at is None):
            if during is not None:
                during()
            for socket, _ in self.poller.poll(20_000 if during is None else 0):
                parts = socket.recv_multipart()
                now = 1000 * (time.perf_counter() - began)
                try:
                    heard = self.session.deserialize(self.session.feed_identities(parts)[1])
                except ValueError as error:
                    channel = "shell" if socket is self.shell else "iopub"
                    sizes = [len(part) for part in parts]
                    raise Broken(f"what came on {channel} is no message: {error} (frames of {sizes} bytes)") from error
                if heard["parent_header"].get("msg_id") != wanted:
                    continue
                if socket is self.shell:
                    reply, reply_at = heard["content"], now
                elif heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
                    idle_at = now
                elif heard["msg_type"] == late:
                    late_at = now
            if time.perf_counter() - began > 60:
                raise Broken(f"no answer within a minute to {kind}: {content}")
        return {"reply": reply_at, "idle": max(idle_at or 0, late_at or 0), "content": reply}

    def execute(self, code, **more):
        asked = {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        return self.request("execute_request", {"code": code, "stop_on_error": True, **asked}, **more)

    def ready(self):
        """Until the subscription to iopub is there."""
        while True:
            self.request("kernel_info_request", {}, idle=False)
            for _ in range(5):
                if self.poller.poll(50) and self.iopub.poll(0):
                    while self.iopub.poll(50):
                        self.iopub.recv_multipart()
                    return

    def memory(self):
        process = psutil.Process(self.manager.provisioner.process.pid)
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 2**20

    def own_memory(self):
        return psutil.Process(self.manager.provisioner.process.pid).memory_info().rss / 2**20

    def close(self):
        self.manager.shutdown_kernel(now=True)
        for socket in (self.shell, self.iopub, self.heartbeat):
            socket.close(0)
        self.context.term()


def median(values):
    return sorted(values)[len(values) // 2]


def one_round(name, snippets, folder, env, figures):
    kernel = Kernel(name, folder, env)
    try:
        kernel.request("kernel_info_request", {}, idle=False)
        figures["start → kernel_info"] = 1000 * (time.perf_counter() - kernel.started)
        kernel.execute(snippets["trivial"], idle=False)
        figures["start → first reply"] = 1000 * (time.perf_counter() - kernel.started)
        kernel.ready()
        figures["1+1, reply"] = median([kernel.execute(snippets["trivial"])["reply"] for _ in range(50)])
        figures["interface + class cell"] = median([kernel.execute(snippets["class"].format(i=i))["idle"] for i in range(12)][2:])
        kernel.execute(snippets["prepare"])
        ask = {"code": snippets["complete"], "cursor_pos": len(snippets["complete"])}
        answers = [kernel.request("complete_request", ask) for _ in range(15)]
        assert answers[-1]["content"]["matches"], "nothing is completed"
        figures["first completion"] = answers[0]["reply"]
        figures["warm completion"] = median([answer["reply"] for answer in answers[5:]])
        # A language server may have been started by the first completion.
        time.sleep(2)
        few, many = snippets["lines"].format(count=300), snippets["lines"].format(count=100_000)
        figures["300 lines"] = median([kernel.execute(few)["idle"] for _ in range(5)])
        if name != "deno":
            # Deno's come for half a minute after idle.
            figures["100,000 lines"] = kernel.execute(many)["idle"]
        beats = []

        def beat():
            began = time.perf_counter()
            kernel.heartbeat.send(b"ping")
            if kernel.heartbeat.poll(5000):
                kernel.heartbeat.recv()
            beats.append(1000 * (time.perf_counter() - began))
            time.sleep(0.02)

        kernel.execute(snippets["spin"], during=beat)
        figures["heartbeat while spinning, worst"] = max(beats)
        for kind in LOOPS if "local" in snippets else []:
            times = {place: min(float(result_of(kernel, snippets[place].format(**LOOPS[kind]))) for _ in range(4)) for place in ("top level", "local")}
            figures[f"top-level loop ÷ local loop{kind}"] = times["top level"] / times["local"]
        # The last one: it may be the end of the round.
        figures["10 MiB of HTML"] = min(kernel.execute(snippets["html"], late="display_data")["idle"] for _ in range(3))
    finally:
        kernel.close()


def result_of(kernel, code):
    message = kernel.session.msg("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True})
    kernel.session.send(kernel.shell, message)
    text = None
    while True:
        parts = kernel.iopub.recv_multipart()
        heard = kernel.session.deserialize(kernel.session.feed_identities(parts)[1])
        if heard["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if heard["msg_type"] == "execute_result":
            text = heard["content"]["data"]["text/plain"]
        if text is not None and heard["msg_type"] in ("status", "execute_result") and heard["content"].get("execution_state") != "busy":
            break
    kernel.shell.recv_multipart()
    # Deno colours it.
    return re.sub(r"\x1b\[\d+m", "", text)


def memory(name, snippets, folder, env, figures):
    """Of a kernel without its language server: after one cell, and what cells leave behind."""
    kernel = Kernel(name, folder, {**env, "RETICLE_LANGUAGE": "off"})
    try:
        kernel.ready()
        kernel.execute(snippets["trivial"])
        time.sleep(1)
        figures["memory at start, MiB"] = kernel.memory()
        if name == "deno":
            return
        # A collector that works by generations first lets them grow to their size, whatever cells leave behind.
        for i in range(2 * MANY_CELLS):
            kernel.execute(snippets["declare"].format(i=i % 50))
        between = kernel.own_memory()
        for i in range(MANY_CELLS):
            kernel.execute(snippets["declare"].format(i=i % 50))
        figures["growth, MiB per 100 cells"] = (kernel.own_memory() - between) / (MANY_CELLS / 100)
    finally:
        kernel.close()


def main():
    job = json.load(open(sys.argv[1]))
    env = dict(os.environ)
    found = {name: {} for name in job["kernels"]}
    for number in range(job["rounds"]):
        for name, language in job["kernels"].items():
            print(f"  round {number + 1} of {job['rounds']}: {name}", file=sys.stderr)
            figures = {}
            for measure in [one_round, memory] if number == 0 else [one_round]:
                try:
                    measure(name, SNIPPETS[language], job["folder"], env, figures)
                except Broken as error:
                    if name == MEASURED:
                        raise
                    print(f"    {name}: the rest of {measure.__name__} is left out: {error}", file=sys.stderr)
            for figure, value in figures.items():
                found[name].setdefault(figure, []).append(value)
    print(json.dumps(found))


main()
