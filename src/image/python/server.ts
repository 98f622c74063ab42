/**
 * What runs on Python's side: reads a call a line, answers with a line. Needs numpy only where arrays come and go. Python
 * 3.8 and newer.
 *
 * A call: {"program": n, "code": text (the first time), "values": {…}, "names": [...] or null, "folders": [...]}.
 * Answers: {"stream": "stdout", "text": …} any number of times, then {"value": …} or {"error": {…}}.
 * A value is JSON, but that each object has one key that says what it is: "o" an object, "i" a whole number, "n" NaN or an
 * infinity, "a" an array: {file, dtype, shape, strides and offset in bytes, bytes, binary}.
 *
 * Standard input and output are the calls': a program that prints writes into its answer, one that reads finds nothing.
 */
export const pythonServer = String.raw`
import ast, asyncio, codecs, inspect, io, json, linecache, math, mmap, os, queue, shutil, signal, sys, threading, traceback

calls = os.fdopen(os.dup(0), "rb")
answers = os.fdopen(os.dup(1), "wb")
nothing = os.open(os.devnull, os.O_RDONLY)
os.dup2(nothing, 0)
os.dup2(2, 1)
sys.stdin = open(os.devnull)
signal.signal(signal.SIGINT, signal.SIG_IGN)
lock = threading.Lock()
folders = []
count = 0


def send(answer):
    line = (json.dumps(answer) + "\n").encode()
    with lock:
        answers.write(line)
        answers.flush()


class Told(io.RawIOBase):
    def __init__(self, name):
        self.stream = name
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self):
        return True

    def write(self, data):
        text = self.decoder.decode(bytes(data))
        if text:
            send({"stream": self.stream, "text": text})
        return len(data)


def told(name):
    return io.TextIOWrapper(io.BufferedWriter(Told(name)), encoding="utf-8", errors="replace", line_buffering=True)


def decoded(value):
    if isinstance(value, list):
        return [decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "o":
        return {name: decoded(one) for name, one in content.items()}
    if kind == "i":
        return int(content)
    return float(content) if kind == "n" else array_of(content)


def array_of(about):
    import numpy

    dtype, shape = numpy.dtype(about["dtype"]), tuple(about["shape"])
    path = about["file"]
    if path is None:
        array = numpy.zeros(shape, dtype)
    else:
        if os.name == "nt":
            with open(path, "rb") as file:
                memory = bytearray(file.read())
        else:
            with open(path, "r+b") as file:
                memory = mmap.mmap(file.fileno(), about["bytes"], flags=mmap.MAP_PRIVATE)
        os.unlink(path)
        array = numpy.ndarray(shape, dtype, memory, about["offset"], tuple(about["strides"]))
    if not about["binary"]:
        return array
    return array.view(numpy.bool_) if array.size == 0 or array.max() <= 1 else array != 0


def encoded(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else {"i": str(int(value))}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"n": str(float(value))}
    if isinstance(value, dict):
        return {"o": {str(name): encoded(one) for name, one in value.items()}}
    if isinstance(value, (list, tuple)):
        return [encoded(one) for one in value]
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic) and not isinstance(value, numpy.void):
        return encoded(value.item()) if not isinstance(value.item(), numpy.generic) else encoded_array(numpy, value)
    if hasattr(value, "__array__"):
        import numpy

        return encoded_array(numpy, value)
    raise TypeError("a result of type %s cannot be given back; arrays, numbers, texts, lists and dicts can" % type(value).__name__)


def encoded_array(numpy, value):
    global count
    if isinstance(value, numpy.ma.MaskedArray):
        raise TypeError("a masked array cannot be given back; its filled(number) can")
    array = numpy.asarray(value)
    if array.dtype == numpy.float16:
        array = array.astype(numpy.float32)
    if array.dtype.kind not in "buif" or array.dtype.itemsize > 8:
        how = "its real and imag can" if array.dtype.kind == "c" else "convert it with astype"
        raise TypeError("an array of %s cannot be given back; %s" % (array.dtype, how))
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    # In the order in which it lies in memory, so that a turned array stays turned and is copied once.
    order = sorted(range(array.ndim), key=lambda axis: (-abs(array.strides[axis]), axis))
    packed = numpy.ascontiguousarray(array.transpose(order)) if array.ndim > 0 else array
    strides = [0] * array.ndim
    for axis, stride in zip(order, packed.strides):
        strides[axis] = stride // array.itemsize
    path = None
    if array.size > 0:
        count += 1
        path = written(packed, "from-%d" % count)
    binary = array.dtype == numpy.bool_
    dtype = "uint8" if binary else array.dtype.name
    return {"a": {"file": path, "dtype": dtype, "shape": list(array.shape), "strides": strides, "binary": bool(binary)}}


def written(packed, name):
    for folder in folders:
        path = os.path.join(folder, name)
        try:
            with open(path, "xb", buffering=0) as file:
                left = memoryview(packed.reshape(-1).view("u1"))
                while len(left) > 0:
                    left = left[file.write(left):]
            return path
        except OSError:
            if os.path.exists(path):
                os.unlink(path)
            if folder == folders[-1]:
                raise


def defines_run(tree):
    for node in tree.body:
        names = []
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, (ast.ImportFrom, ast.Import)):
            names = [alias.asname or alias.name for alias in node.names]
        if "run" in names:
            return True
    return False


programs = {}


class Program:
    def __init__(self, code, name):
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        tree = ast.parse(code, name)
        self.code = compile(tree, name, "exec")
        self.name = name
        self.variables = None
        self.has_run = defines_run(tree)

    def run(self, values, names):
        if not self.has_run:
            variables = dict(values, __name__=self.name)
            exec(self.code, variables)
            if names is None:
                raise NameError("the program has no function run(…), so its results are named: returns: { name: \"image\" }")
            missing = [name for name in names if name not in variables]
            if missing:
                raise NameError("the program has set no variable " + " and ".join(missing))
            return {name: variables[name] for name in names}
        if self.variables is None:
            variables = {"__name__": self.name}
            exec(self.code, variables)
            self.variables = variables
        result = self.variables["run"](**values)
        return asyncio.run(result) if inspect.iscoroutine(result) else result


def failure(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == failure.__code__.co_filename:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(error), error, trace))
    numpy = isinstance(error, ModuleNotFoundError) and error.name == "numpy"
    return {"error": {"text": text.rstrip(), "type": type(error).__name__, "message": str(error), "numpy": numpy}}


def answer(call):
    try:
        folders[:] = call["folders"]
        number = call["program"]
        if number not in programs:
            programs[number] = Program(call["code"], call["name"])
        result = programs[number].run({name: decoded(value) for name, value in call["values"].items()}, call["names"])
        value = encoded(result)
    except BaseException as error:
        return failure(error)
    return {"value": value}


def serve(waiting):
    sys.stdout, sys.stderr = told("stdout"), told("stderr")
    while True:
        call = waiting.get()
        result = answer(call)
        del call
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        send(result)


def listen(waiting):
    for line in calls:
        waiting.put(json.loads(line))
    # The other side has gone, perhaps without time to clear up.
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


waiting = queue.Queue()
threading.Thread(target=listen, args=(waiting,), daemon=True).start()
serve(waiting)
`;
