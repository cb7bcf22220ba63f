"""Writes networkx.json: the link-prediction heuristics of pairs as networkx gives them. Needs networkx and scipy.

    python3 make.py DATA > networkx.json

DATA is the folder of data sets, whose 'seal' has the .mat files of the SEAL release. Of each, one edge in ten is hidden by a seeded draw, and networkx is
asked about pairs of the graph of the others: hidden edges, edges that are left and pairs without an edge. The file lists the hidden edges; for the graphs
that networkx makes itself it lists the edges that are left instead, so that nothing but the file is needed.
"""
import json
import random
import sys

import networkx as nx
import numpy as np
import scipy.io
import scipy.sparse.linalg

BETA = 0.005
ALPHA = 0.85


def seal(name):
    matrix = scipy.io.loadmat(f"{sys.argv[1]}/seal/{name}.mat", variable_names=["net"])["net"].tocoo()
    graph = nx.Graph()
    graph.add_nodes_from(range(matrix.shape[0]))
    graph.add_edges_from((int(u), int(v)) for u, v in zip(matrix.row, matrix.col) if u != v)
    return graph


def katz(graph, source, beta):
    """The row of (I - beta A)^-1 - I: the Katz centrality whose constant is 1 at one node. From below, it ends where nothing changes."""
    ones = {node: float(node == source) for node in graph}
    row = nx.katz_centrality(graph, alpha=beta, beta=ones, normalized=False, tol=1e-300, max_iter=100000)
    row[source] -= 1
    return row


def pageranks(graph, sources):
    """The ranks of walks from each source: networkx's equations, solved. networkx stops by an absolute change, so that its ranks of far nodes, 1e-14 and
    less, have few digits; the solution must be its result otherwise."""
    nodes = graph.number_of_nodes()
    links = nx.to_scipy_sparse_array(graph, nodelist=range(nodes), weight=None, dtype=float, format="csr")
    degrees = links.sum(axis=1)
    steps = scipy.sparse.diags(1 / np.maximum(degrees, 1)) @ links
    solve = scipy.sparse.linalg.splu(scipy.sparse.csc_matrix(scipy.sparse.eye(nodes) - ALPHA * steps.T)).solve
    ranks = {}
    for source in sources:
        start = {source: 1.0}
        row = solve((1 - (ALPHA if degrees[source] else 0)) * (np.arange(nodes) == source))
        theirs = nx.pagerank(graph, alpha=ALPHA, personalization=start, nstart=start, tol=1e-14 / nodes, max_iter=1000, weight=None)
        theirs = np.array([theirs[node] for node in range(nodes)])
        assert np.all(np.abs(row - theirs) <= 1e-10 * theirs + 1e-13), (source, np.abs(row - theirs).max())
        ranks[source] = [float(rank) for rank in row]
    return ranks


def case(name, note, graph, seed, beta, lists_edges):
    draw = random.Random(seed)
    edges = sorted((min(u, v), max(u, v)) for u, v in graph.edges)
    hidden = sorted(draw.sample(edges, len(edges) // 10))
    graph = nx.Graph(graph)
    graph.remove_edges_from(hidden)
    left = sorted((min(u, v), max(u, v)) for u, v in graph.edges)
    nodes = graph.number_of_nodes()
    pairs = draw.sample(hidden, min(40, len(hidden))) + draw.sample(left, 15)
    while len(pairs) < 100:
        u, v = draw.randrange(nodes), draw.randrange(nodes)
        if u != v and (min(u, v), max(u, v)) not in set(edges) and (u, v) not in pairs:
            pairs.append((u, v))
    pairs = [(u, v) if draw.random() < 0.5 else (v, u) for u, v in pairs]

    rows = {source: katz(graph, source, beta) for source in {u for u, _ in pairs}}
    ranks = pageranks(graph, sorted({node for pair in pairs for node in pair}))
    values = {
        "CommonNeighbors": [len(list(nx.common_neighbors(graph, u, v))) for u, v in pairs],
        "AdamicAdar": [p for _, _, p in nx.adamic_adar_index(graph, pairs)],
        "ResourceAllocation": [p for _, _, p in nx.resource_allocation_index(graph, pairs)],
        "Jaccard": [p for _, _, p in nx.jaccard_coefficient(graph, pairs)],
        "PreferentialAttachment": [p for _, _, p in nx.preferential_attachment(graph, pairs)],
        "Katz": [rows[u][v] for u, v in pairs],
        "PersonalizedPageRank": [ranks[u][v] + ranks[v][u] for u, v in pairs],
        "Distance": [nx.shortest_path_length(graph, u, v) if nx.has_path(graph, u, v) else None for u, v in pairs],
    }
    result = {"name": name, "note": note, "nodes": nodes, "edges": len(edges), "beta": beta}
    result["left" if lists_edges else "hidden"] = [end for edge in (left if lists_edges else hidden) for end in edge]
    result["pairs"] = [end for pair in pairs for end in pair]
    result["values"] = values
    return result


cases = [
    case("karate", "karate_club_graph()", nx.karate_club_graph(), 1, 0.05, True),
    case("gnm", "gnm_random_graph(300, 450, seed=7): isolated nodes and several components", nx.gnm_random_graph(300, 450, seed=7), 2, BETA, True),
    case("ba", "barabasi_albert_graph(400, 3, seed=7)", nx.barabasi_albert_graph(400, 3, seed=7), 3, 0.03, True),
]
cases += [case(name.lower(), f"{name}.mat", seal(name), 10 + i, BETA, False) for i, name in enumerate(["USAir", "NS", "Celegans", "Power"])]
print(json.dumps({"source": f"networkx {nx.__version__}", "alpha": ALPHA, "cases": cases}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
