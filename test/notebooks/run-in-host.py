"""Runs cells in a kernel that is installed below JUPYTER_PATH: run-in-host.py KERNEL < cells.json > outputs.json

For each cell: its reply's status and its outputs as [type, content], in the order in which they came. A short while is
waited after the last cell, for some kernels send results after they are idle.
"""
import json, queue, sys
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=120)


def listen(request, outputs, patience, until_idle):
    while True:
        try:
            message = client.get_iopub_msg(timeout=patience)
        except queue.Empty:
            return
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            if until_idle and content["execution_state"] == "idle":
                return
        elif kind not in ("execute_input", "iopub_welcome"):
            outputs.append([kind, content])


def reply_to(request):
    while True:
        message = client.get_shell_msg(timeout=120)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


cells = []
try:
    for code in json.load(sys.stdin):
        outputs = []
        request = client.execute(code)
        listen(request, outputs, 120, True)
        listen(request, outputs, 0.5, False)
        cells.append({"status": reply_to(request).get("status"), "outputs": outputs})
finally:
    manager.shutdown_kernel(now=True)
json.dump(cells, sys.stdout)
