"""CPU time and scores of the published PyTorch networks, as one line of JSON.

    python3 published.py --versions        the versions of Python, torch and torchaudio
    python3 published.py < request.json    scores tracks; run-published.ts has the form of request and answer

The networks are those of a checkout's training/model.py, which is imported and not changed.
"""
import contextlib
import importlib
import json
import os
import platform
import resource
import subprocess
import sys
import types
import warnings

SAMPLE_RATE = 16000
N_CHUNKS = 16

# The class of each network, and the samples of a chunk that the published eval.py gives it.
NETWORKS = {
    "fcn": ("FCN", 29 * SAMPLE_RATE),
    "crnn": ("CRNN", 29 * SAMPLE_RATE),
    "musicnn": ("Musicnn", 3 * SAMPLE_RATE),
    "sample": ("SampleCNN", 59049),
    "se": ("SampleCNNSE", 59049),
    "attention": ("CNNSA", 15 * SAMPLE_RATE),
    "hcnn": ("HarmonicCNN", 5 * SAMPLE_RATE),
    "short": ("ShortChunkCNN", 59049),
    "short_res": ("ShortChunkCNN_Res", 59049),
}


def cpu_seconds():
    """User and system time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def import_or_exit(name):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        sys.exit(f"python3 cannot import {name}: {error}. On Debian: apt-get install python3-torch python3-torchaudio")


def import_networks(checkout):
    """The checkout's training/model.py."""
    try:
        importlib.import_module("librosa")
    except ImportError:
        sys.modules["librosa"] = notes_of_librosa()
    sys.path.insert(0, os.path.join(checkout, "training"))
    return import_or_exit("model")


def notes_of_librosa():
    """What modules.py asks librosa for, the lowest and the highest note of hcnn: a note is its MIDI number here."""
    librosa = types.ModuleType("librosa")
    librosa.core = types.SimpleNamespace(
        note_to_midi=lambda note: 24 if note == "C1" else note,
        hz_to_note=lambda hz: round(12 * (numpy.log2(hz) - numpy.log2(440.0))) + 69,
    )
    return librosa


def load(published, name, folder):
    class_name, chunk_length = NETWORKS[name]
    network_class = getattr(published, class_name)
    network = network_class(dataset="jamendo") if name == "musicnn" else network_class()
    path = os.path.join(folder, name, "best_model.pth")
    state = torch.load(path, map_location="cpu")
    # As the published eval.py does: the filter bank is no part of what load_state_dict sets.
    if "spec.mel_scale.fb" in state:
        network.spec.mel_scale.fb = state["spec.mel_scale.fb"]
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        sys.exit(f"{path} does not fit the class {class_name} of the checkout: {error}")
    return network.eval(), chunk_length


def prepare(network, chunk_length, frozen):
    """The network after its first chunks; TorchScript compiles itself during these."""
    chunk = 0.1 * torch.randn(1, chunk_length)
    if frozen:
        with sizes_as_numbers():
            network = torch.jit.freeze(torch.jit.trace(network, chunk))
    for _ in range(3 if frozen else 1):
        network(chunk)
    return network


@contextlib.contextmanager
def sizes_as_numbers():
    """While a network is traced, a size is a tensor, which musicnn gives to a pooling layer that takes only numbers."""
    size = torch.Tensor.size
    torch.Tensor.size = lambda tensor, *axis: int(size(tensor, *axis)) if axis else size(tensor)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", torch.jit.TracerWarning)
            yield
    finally:
        torch.Tensor.size = size


def decode(command):
    """The waveform, as the program of the command writes it: float32."""
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if ended.returncode != 0:
        sys.exit(ended.stderr.decode(errors="replace"))
    return torch.from_numpy(numpy.frombuffer(ended.stdout, dtype=numpy.float32).copy())


def score(network, chunk_length, waveform, batch_size):
    hop = (len(waveform) - chunk_length) // N_CHUNKS
    chunks = torch.stack([waveform[i * hop : i * hop + chunk_length] for i in range(N_CHUNKS)])
    return torch.cat([network(batch) for batch in chunks.split(batch_size)]).mean(0).tolist()


def run(request):
    torch.set_num_threads(1)
    torch.set_flush_denormal(request["way"]["flushDenormals"])
    published = import_networks(request["checkout"])
    start_seconds = cpu_seconds()
    networks = {}
    for name in request["networks"]:
        network, chunk_length = load(published, name, request["weights"])
        networks[name] = prepare(network, chunk_length, request["way"]["frozen"]), chunk_length
    load_seconds = cpu_seconds() - start_seconds
    tracks = [score_track(networks, command, request) for command in request["decodeCommands"]]
    return {"startSeconds": start_seconds, "loadSeconds": load_seconds, "tracks": tracks}


def score_track(networks, decode_command, request):
    decode_seconds = 0.0
    waveform = None
    results = {}
    for name, (network, chunk_length) in networks.items():
        begin = cpu_seconds()
        if waveform is None or request["way"]["decodePerNetwork"]:
            waveform = decode(decode_command)
        decoded = cpu_seconds()
        scores = score(network, chunk_length, waveform, request["way"]["batchSize"])
        decode_seconds += decoded - begin
        results[name] = {"cpuSeconds": cpu_seconds() - decoded, "scores": scores}
    return {"decodeSeconds": decode_seconds, "networks": results}


torch = import_or_exit("torch")
numpy = import_or_exit("numpy")
torchaudio = import_or_exit("torchaudio")

if sys.argv[1:] == ["--versions"]:
    answer = {"python": platform.python_version(), "torch": torch.__version__, "torchaudio": torchaudio.__version__}
else:
    with torch.no_grad():
        answer = run(json.load(sys.stdin))
print(json.dumps(answer))
