"""A two-layer GCN in numpy, from a safetensors file: what a model file of Gnn holds, and how to write one that Gnn loads.

  gcn_numpy.py read FOLDER    FOLDER/model.safetensors, x.npy [N, F], edges.npy [2, E] -> FOLDER/logits.npy [N, C]
  gcn_numpy.py write FOLDER   makes such a model of random weights, and its logits
"""
import json
import sys

import numpy as np


def read_safetensors(path):
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    types = {"F32": "<f4", "F64": "<f8", "I64": "<i8"}
    return {name: np.frombuffer(data[8 + size + t["data_offsets"][0]:8 + size + t["data_offsets"][1]], types[t["dtype"]]).reshape(t["shape"])
            for name, t in header.items()}


def write_safetensors(path, tensors):
    header, at = {}, 0
    for name, t in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [at, at + 4 * t.size]}
        at += 4 * t.size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for t in tensors.values():
            file.write(np.ascontiguousarray(t, "<f4").tobytes())


def gcn_logits(w, x, edges):
    nodes = len(x)
    a = np.zeros((nodes, nodes))
    np.add.at(a, (edges[1], edges[0]), 1)  # row: target, column: source
    a[np.diag_indices(nodes)] = 1  # one loop a node, whatever loops there are
    scale = 1 / np.sqrt(a.sum(1))
    a = scale[:, None] * a * scale[None, :]
    h = np.maximum(a @ (x @ w["convs.0.lin.weight"].T) + w["convs.0.bias"], 0)
    return a @ (h @ w["convs.1.lin.weight"].T) + w["convs.1.bias"]


if __name__ == "__main__":
    action, folder = sys.argv[1:]
    if action == "write":
        random = np.random.default_rng(1)
        shapes = {"convs.0.bias": [8], "convs.0.lin.weight": [8, 5], "convs.1.bias": [3], "convs.1.lin.weight": [3, 8]}
        write_safetensors(f"{folder}/model.safetensors", {name: random.normal(size=shape).astype("f4") for name, shape in shapes.items()})
        np.save(f"{folder}/x.npy", random.normal(size=(20, 5)).astype("f4"))
        np.save(f"{folder}/edges.npy", random.integers(0, 20, (2, 60)).astype("i4"))
    weights = read_safetensors(f"{folder}/model.safetensors")
    logits = gcn_logits(weights, np.load(f"{folder}/x.npy"), np.load(f"{folder}/edges.npy"))
    np.save(f"{folder}/logits.npy", logits)
