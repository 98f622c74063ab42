"""anchors.py JOB.json: does one job of scripts/bench in other programs and prints a list of {tool, best, cpu, result}; times in ms."""
import json
import os
import subprocess
import sys
import time

import klayout.db as db
import numpy as np


def measured(tool, work, repetitions, prepare=lambda: None, result=None):
    """The least times of the work; `result` stands for its own where that is not to be compared."""
    least, cpu, found = float("inf"), float("inf"), None
    for _ in range(repetitions):
        prepared = prepare()
        started, used = time.perf_counter(), time.process_time()
        found = work(prepared)
        cpu = min(cpu, time.process_time() - used)
        least = min(least, time.perf_counter() - started)
        del prepared
    return {"tool": tool, "best": 1000 * least, "cpu": 1000 * cpu, "result": found if result is None else result}


def forked(work):
    """What the work gives in a process of its own."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, json.dumps(work()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        found = json.loads(answer.read())
    os.wait()
    return found


def peak(tool, work, prepare=lambda: None):
    """MB that the work adds to the peak of a process of its own. Linux only."""

    def resident(key):
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key))

    def megabytes():
        prepared = prepare()
        before = resident("VmRSS:")
        # The peak of what was done before does not count.
        with open("/proc/self/clear_refs", "w") as clear:
            clear.write("5")
        kept = work(prepared)
        found = resident("VmHWM:") - before
        del kept
        return found

    return {"tool": tool, "best": 0, "result": forked(megabytes)}


def polygons(path):
    data = np.fromfile(path, "<i4")
    count = int(data[0])
    ends = np.cumsum(data[1 : 1 + count])
    points = data[1 + count :].reshape(-1, 2)
    region = db.Region()
    start = 0
    for end in ends:
        region.insert(db.Polygon([db.Point(int(x), int(y)) for x, y in points[start:end]], True))
        start = end
    return region


def region_work(job):
    return {
        "or": lambda ab: (ab[0] + ab[1]).merged().area(),
        "and": lambda ab: (ab[0] & ab[1]).area(),
        "not": lambda ab: (ab[0] - ab[1]).area(),
        "xor": lambda ab: (ab[0] ^ ab[1]).area(),
        "size": lambda ab: ab[0].sized(job["by"]).merged().area(),
        "width": lambda ab: ab[0].width_check(job["by"]).count(),
        "space": lambda ab: ab[0].space_check(job["by"]).count(),
        "notch": lambda ab: ab[0].notch_check(job["by"]).count(),
        "separation": lambda ab: ab[0].separation_check(ab[1], job["by"]).count(),
        "enclosure": lambda ab: ab[0].enclosing_check(ab[1], job["by"]).count(),
        "minkowski": lambda ab: ab[0].minkowski_sum(db.Box(-job["by"], -job["by"], job["by"], job["by"])).merged().area(),
        "interacting": lambda ab: ab[0].interacting(ab[1]).count(),
        "inside": lambda ab: ab[0].inside(ab[1]).count(),
        "components": components,
    }[job["work"]]


def components(ab):
    """Nets of two layers that connect where they touch."""
    layout = db.Layout()
    top = layout.create_cell("TOP")
    layers = [layout.layer(1, 0), layout.layer(2, 0)]
    for layer, region in zip(layers, ab):
        top.shapes(layer).insert(region)
    extractor = db.LayoutToNetlist(db.RecursiveShapeIterator(layout, top, []))
    a, b = (extractor.make_layer(layer, name) for layer, name in zip(layers, ("a", "b")))
    extractor.connect(a)
    extractor.connect(b)
    extractor.connect(a, b)
    extractor.extract_netlist()
    return sum(1 for _ in extractor.netlist().circuit_by_name("TOP").each_net())


def region(job):
    a, b = polygons(job["a"]), polygons(job["b"]) if "b" in job else db.Region()
    # Copies, since KLayout keeps what it has merged.
    return [measured("KLayout", region_work(job), job["repetitions"], lambda: (a.dup(), b.dup()))]


def region_memory(job):
    return [peak("KLayout", region_work(job), lambda: (polygons(job["a"]), polygons(job["b"]) if "b" in job else db.Region()))]


def rasterize(job):
    region, pixels, pitch = polygons(job["a"]), job["pixels"], int(job["pitch"])

    def work(copy):
        source = copy.merged() if job["merge"] else copy
        return source.rasterize(db.Point(0, 0), db.Vector(pitch, pitch), pixels, pixels)

    full = measured("KLayout", work, job["repetitions"], region.dup)
    empty = measured("KLayout", lambda _: db.Region().rasterize(db.Point(0, 0), db.Vector(pitch, pitch), pixels, pixels), job["repetitions"])
    total = float(np.array(full["result"]).sum())
    less = {key: max(full[key] - empty[key], 0.001) for key in ("best", "cpu")}
    return [full | {"result": total}, {"tool": "KLayout less empty", **less, "result": total}]


def gdstk_file(job):
    import gdstk

    return gdstk.read_oas(job["file"]) if job["file"].endswith(".oas") else gdstk.read_gds(job["file"])


def picture(job):
    """A function that makes the picture."""
    import klayout.lay as lay

    view = lay.LayoutView()
    view.load_layout(job["file"], False)
    view.max_hier()
    if job["lyp"]:
        view.load_layer_props(job["lyp"])
    box = view.box()
    view.zoom_fit()
    return lambda: view.get_pixels_with_options(job["size"], job["size"], 1, 1, 1.0, box)


def render(job):
    make = picture(job)
    made = measured("KLayout", lambda _: make(), job["repetitions"])
    return [made | {"result": made["result"].width() * made["result"].height()}]


def first_render(job):
    """The first picture of a process, ms: the least of several."""

    def first():
        make = picture(job)
        return measured("KLayout", lambda _: make(), 1, result=0)["best"]

    return [{"tool": "KLayout", "best": 0, "result": min(forked(first) for _ in range(job["processes"]))}]


def read(job):
    klayout = measured("KLayout", lambda _: klayout_file(job).cells(), job["repetitions"])
    # gdstk counts the hidden context cell of KLayout's files in: only KLayout's count is compared.
    return [klayout, measured("gdstk", lambda _: len(gdstk_file(job).cells), job["repetitions"], result=klayout["result"])]


def read_memory(job):
    import gdstk

    return [peak("KLayout", lambda _: klayout_file(job)), peak("gdstk", lambda _: gdstk_file(job))]


def klayout_file(job):
    layout = db.Layout()
    options = db.LoadLayoutOptions()
    options.warn_level = 0
    layout.read(job["file"], options)
    return layout


def gdstk_tops(library):
    return [cell for cell in library.top_level() if cell.name != "$$$CONTEXT_INFO$$$"]


def write(job):
    layout, library = klayout_file(job), gdstk_file(job)
    ending = job["format"]
    path = job["folder"] + "/anchor." + ending

    def gdstk_write(_):
        return library.write_oas(path) if ending == "oas" else library.write_gds(path, max_points=8190)

    options = db.SaveLayoutOptions()
    options.set_format_from_filename(path)
    options.oasis_write_cblocks = True
    return [
        measured("KLayout", lambda _: layout.write(path, options), job["repetitions"], result=0),
        measured("gdstk", gdstk_write, job["repetitions"], result=0),
    ]


def flatten(job):
    layout = klayout_file(job)

    def klayout(_):
        count = 0
        for layer in layout.layer_indexes():
            for top in layout.top_cells():
                region = db.Region(top.begin_shapes_rec(layer))
                region.flatten()
                count += region.count()
        return count

    ours = measured("KLayout", klayout, job["repetitions"])
    library = gdstk_file(job)

    def gdstk_flatten(_):
        return sum(len(top.get_polygons()) for top in gdstk_tops(library))

    # gdstk drops paths without width and keeps what KLayout hides: only KLayout's count is compared.
    return [ours, measured("gdstk", gdstk_flatten, job["repetitions"], result=ours["result"])]


def window(job):
    layout = klayout_file(job)
    layer = layout.find_layer(1, 0)
    box = db.Box(1000 * job["x"], 500_000, 1000 * job["x"] + 200_000, 700_000)

    def klayout(_):
        region = db.Region(layout.top_cell().begin_shapes_rec_touching(layer, box))
        region.flatten()
        return region.count()

    return [measured("KLayout", klayout, 1)]


def unpack(job):
    data = np.fromfile(job["file"], np.uint8)

    def work(_):
        b0, b1, b2 = (data[i::3].astype(np.uint16) for i in range(3))
        pixels = np.empty(2 * b0.size, np.uint16)
        pixels[0::2] = b0 << 4 | b1 & 15
        pixels[1::2] = b2 << 4 | b1 >> 4
        return pixels

    found = measured("numpy", work, job["repetitions"])
    return [found | {"result": sum(int(found["result"][i]) for i in (0, 1, 1234567, -1))}]


def bin(job):
    image = np.fromfile(job["file"], job["dtype"]).reshape(job["side"], job["side"])
    if job["columns_first"]:
        image = image.T
    found = measured("numpy", lambda _: image.mean(axis=1).astype(np.float32), job["repetitions"])
    return [found | {"result": float(found["result"].sum(dtype=np.float64))}]


def copy(job):
    """An array in another order of its axes: into one that is there, or into a new one."""
    source = np.arange(np.prod(job["shape"]), dtype=np.uint16).reshape(job["shape"])
    view = source.transpose(job["order"])
    target = np.ones(view.shape, np.uint16)

    def into(_):
        np.copyto(target, view)
        return target

    found = measured("numpy", (lambda _: view.copy(order="C")) if job["new"] else into, job["repetitions"])
    return [found | {"result": sum(int(found["result"].flat[i]) for i in job["places"])}]


def pixel_work(name):
    """What scripts/bench/image/pixels.ts does, with numpy and scipy; sums and results as exact as there."""
    # Imported where they are needed: each takes as long as a job.
    if any(word in name for word in ("gaussian", "box", "median of", "closing")):
        import scipy.ndimage as ndi
    if "fourier" in name:
        import scipy.fft
    if "phase" in name:
        from skimage.registration import phase_cross_correlation

    def wide(a):
        return a.astype(np.float32 if a.dtype == np.float32 else np.float64)

    def scaled(a):
        return np.rint(a * np.float64(255 / 65535)).astype(np.uint8)

    return {
        "sum": lambda a, b: a.sum(dtype=np.float64 if a.dtype == np.float32 else None),
        "mean": lambda a, b: a.mean(dtype=np.float64),
        "min": lambda a, b: a.min(),
        "max": lambda a, b: a.max(),
        "std": lambda a, b: a.std(dtype=np.float64),
        "sum of columns": lambda a, b: a.sum(axis=0, dtype=np.float64),
        "sum of rows": lambda a, b: a.sum(axis=1, dtype=np.float64),
        "median": lambda a, b: np.median(a),
        "argmax of all": lambda a, b: a.argmax(),
        "threshold": lambda a, b: a > 30000,
        "plus a number": lambda a, b: np.add(a, 3, dtype=wide(a[:1]).dtype),
        "plus an image": lambda a, b: np.add(a, b, dtype=wide(a[:1]).dtype),
        "times a row": lambda a, b: np.multiply(a, b[7], dtype=wide(a[:1]).dtype),
        "atLeast an image": lambda a, b: a >= b,
        "histogram of 256 bins": lambda a, b: np.histogram(a, 256, (0, 65536))[0][100],
        "to float32": lambda a, b: a.astype(np.float32),
        "to uint8, scaled": lambda a, b: scaled(a),
        "gaussian, sigma 2": lambda a, b: ndi.gaussian_filter(wide(a), 2),
        "box of 3²": lambda a, b: ndi.uniform_filter(wide(a), 3),
        "box of 101²": lambda a, b: ndi.uniform_filter(wide(a), 101),
        "median of 3²": lambda a, b: ndi.median_filter(a, 3),
        "median of 31², 512²": lambda a, b: ndi.median_filter(a[:512, :512], 31),
        "closing of 21², 512²": lambda a, b: ndi.grey_closing(a[:512, :512], 21),
        "resample to 1/4": lambda a, b: wide(a).reshape(a.shape[0] // 4, 4, -1, 4).mean(axis=(1, 3)),
        "fourier": lambda a, b: scipy.fft.fft2(a.astype(np.float64)).view(np.float64),
        "fourier of 2000²": lambda a, b: scipy.fft.fft2(a[:2000, :2000].astype(np.float64)).view(np.float64),
        "phaseCorrelation, upsample 100": lambda a, b: phase_cross_correlation(a.astype(np.float64), b.astype(np.float64), upsample_factor=100)[0][0],
    }[name]


def pixels(job):
    whole = np.fromfile(job["file"], job["dtype"]).reshape(job["side"], job["side"])
    a = whole.T if job["turned"] else whole
    b = np.ascontiguousarray(a[::-1])
    work = pixel_work(job["work"])
    tool = "numpy" if not any(word in job["work"] for word in ("gaussian", "box", "median of", "closing", "fourier", "phase")) else "scipy"
    # A transposed array stays one in numpy's results: the place counts in the order of the axes.
    found = measured(tool, lambda _: work(a, b), job["repetitions"])
    result = found["result"]
    value = result.flat[min(job["place"], result.size - 1)] if isinstance(result, np.ndarray) else result
    return [found | {"result": float(value)}]


def read_image(job):
    if job["format"] == "npy":
        tool, work = "numpy", lambda _: np.load(job["file"])
    elif job["format"] == "tif":
        import tifffile
        tool, work = "tifffile", lambda _: tifffile.imread(job["file"])
    else:
        import zarr
        tool, work = "zarr", lambda _: zarr.open_group(job["file"], mode="r")["0"][:]
    found = measured(tool, work, job["repetitions"])
    return [found | {"result": float(sum(int(found["result"].flat[i]) for i in job["places"]))}]


def contours(job):
    """Areas inside less areas of holes, as scikit-image turns the two in opposite directions."""
    from skimage.measure import find_contours
    a = np.fromfile(job["file"]).reshape(job["side"], job["side"])
    area = lambda c: 0.5 * (np.dot(c[:-1, 1], c[1:, 0]) - np.dot(c[1:, 1], c[:-1, 0]))
    found = measured("scikit-image", lambda _: find_contours(a, job["level"]), job["repetitions"], result=0)
    return [found | {"result": abs(float(sum(area(c) for c in find_contours(a, job["level"]))))}]


def aerial_image(job):
    import scipy.fft
    a = np.fromfile(job["file"]).reshape(job["side"], job["side"])
    lens = job["lens"]
    cut, wavelength = lens["numericalAperture"] / lens["wavelength"], lens["wavelength"]
    f = scipy.fft.fftfreq(job["side"], job["pitch"])

    def work(_):
        spectrum, total = scipy.fft.fft2(a), np.zeros(a.shape)
        for x, y, weight in lens["source"]:
            square = (f + x * cut)[None, :] ** 2 + (f + y * cut)[:, None] ** 2
            phase = 2 * np.pi / wavelength * lens["defocus"] * (np.sqrt(np.maximum(0, 1 - wavelength**2 * square)) - 1)
            pupil = (square <= cut * cut) * np.exp(1j * phase)
            total += weight * np.abs(scipy.fft.ifft2(spectrum * pupil)) ** 2
        return float(total.sum() / sum(weight for _, _, weight in lens["source"]))

    return [measured("numpy and scipy", work, job["repetitions"])]


def pls(job):
    """polyp in a process of its own, which has imported it before the time counts; no cache is left from run to run."""
    python = os.environ.get("RETICLE_POLYP_PYTHON")
    if python is None:
        return []
    gds = job["file"][:-4] + ".gds"
    script = """
import json, os, sys, time
os.environ.setdefault("MPLBACKEND", "Agg")
import polyp.__main__ as polyp
folder, name = os.path.split(sys.argv[1])
os.chdir(folder)
best, cpu = float("inf"), float("inf")
for _ in range(int(sys.argv[2])):
    for one in os.listdir("."):
        if one.endswith((".plb", ".gds")): os.remove(one)
    started, used = time.perf_counter(), os.times()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY); os.dup2(null, 1); os.dup2(null, 2)
        sys.argv = ["polyp", name]
        try: polyp.main()
        except BaseException: os._exit(1)
        os._exit(0)
    os.waitpid(child, 0)
    best = min(best, time.perf_counter() - started)
    after = os.times()
    cpu = min(cpu, after.children_user + after.children_system - used.children_user - used.children_system)
print(json.dumps([1000 * best, 1000 * cpu]))
"""
    done = subprocess.run([python, "-c", script, job["file"], "2"], capture_output=True, text=True, check=True)
    best, cpu = json.loads(done.stdout.splitlines()[-1])
    layout = db.Layout()
    layout.read(gds)
    area = sum(
        db.Region(cell.begin_shapes_rec(layer)).merged().area()
        for cell in layout.top_cells()
        if cell.name != "legend"
        for layer in layout.layer_indexes()
    )
    return [{"tool": "polyp", "best": best, "cpu": cpu, "result": area * layout.dbu**2 if job["compare"] else 0}]


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        request = json.load(file)
    works = [region, region_memory, rasterize, render, first_render, read, read_memory, write, flatten, window, unpack, bin, copy, pixels, read_image, contours, aerial_image, pls]
    print(json.dumps({work.__name__: work for work in works}[request["operation"]](request)))
