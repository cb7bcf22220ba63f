#!/usr/bin/env python3
"""Runs `gnn bench` and its peer, the same work in PyTorch, in turn on the same arrays, and prints how many times faster Gnn is.

    dotnet build -c Release Examples/Gnn.Cli
    python3 Benchmarks/compare_torch.py gemm spmm gcn --graph DIR [--peer PATH] [--threads 1,2] [--rounds 3] [--out PREFIX]

Every measurement is a process of its own, each way of the peer too, so that peaks of memory can be compared. A round measures both sides once; which of
them begins alternates. The figures are medians over the rounds of each process's median; the peer's is that of its fastest way. Works that the peer lacks
are measured on our side alone. PREFIX.md and PREFIX.json hold the tables. Needs nothing but Python's standard library; the peer needs torch and numpy,
in the Python that --python names.
"""
import argparse
import datetime
import json
import math
import os
import platform
import shlex
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WAYS = {'spmm': ['gather', 'csr', 'bag'], 'hypergraph': ['gather', 'csr', 'bag'], 'gcn': ['gather', 'csr', 'bag'], 'sage': ['gather', 'csr', 'bag'],
        'gin': ['gather', 'csr', 'bag'], 'gat': ['gather'], 'gemm': ['all'], 'elementwise': ['all']}
ALONE = ['sddmm', 'attention', 'overhead', 'stream']
NEEDS_GRAPH = ['spmm', 'sddmm', 'attention', 'gcn', 'sage', 'gat', 'gin']


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('works', nargs='*', help='of ' + ', '.join([*WAYS, *ALONE]) + '; by default all that the peer has')
    parser.add_argument('--graph', help="the folder of the graph's arrays (.npy)")
    parser.add_argument('--peer', default=os.path.join(ROOT, '..', 'shared', 'bench', 'peer_torch.py'), help='the peer script')
    parser.add_argument('--python', default=sys.executable, help="the Python that has torch and numpy")
    parser.add_argument('--gnn', default=os.path.join(ROOT, 'artifacts', 'bin', 'Gnn.Cli', 'release', 'gnn'), help='the gnn command')
    parser.add_argument('--threads', default='1,2', help='numbers of threads, by default 1,2')
    parser.add_argument('--repeats', type=int, default=10, help='timed calls in a process')
    parser.add_argument('--rounds', type=int, default=3, help='processes a side')
    parser.add_argument('--hidden', type=int, default=256)
    parser.add_argument('--no-dropout', action='store_true')
    parser.add_argument('--out', help='write PREFIX.md and PREFIX.json')
    args = parser.parse_args()
    args.works = args.works or list(WAYS)
    try:
        args.threads = [int(number) for number in args.threads.split(',')]
    except ValueError:
        parser.error(f"--threads takes numbers such as 1,2, got '{args.threads}'")
    if min(args.threads) < 1 or args.repeats < 1 or args.rounds < 1:
        parser.error('--threads, --repeats and --rounds take numbers of at least 1')
    for work in args.works:
        if work not in WAYS and work not in ALONE:
            parser.error(f"there is no work '{work}'; there are {', '.join([*WAYS, *ALONE])}")
        if work in NEEDS_GRAPH and not args.graph:
            parser.error(f"'{work}' measures on a graph: name the folder of its arrays with --graph")
    if not os.path.exists(args.gnn):
        parser.error(f"'{args.gnn}' does not exist: run dotnet build -c Release Examples/Gnn.Cli, or name it with --gnn")
    if any(work in WAYS for work in args.works) and not os.path.exists(args.peer):
        parser.error(f"'{args.peer}' does not exist: name the peer script with --peer")
    return args


def has_avx512():
    """Whether the processor has what OpenBLAS's kernels for Skylake-X need; only Linux tells."""
    try:
        with open('/proc/cpuinfo', encoding='ascii') as cpu:
            flags = next((line for line in cpu if line.startswith('flags')), '').split()
    except OSError:
        return False
    return all(flag in flags for flag in ('avx512f', 'avx512bw', 'avx512dq', 'avx512vl'))


def measure(command, failures):
    """The measurements that a process printed, one JSON object a line; none if it failed, which is noted."""
    print('  ' + shlex.join(command), file=sys.stderr, flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in ('PEER_THREADS', 'GNN_THREADS', 'GNN_KERNEL')}
    if has_avx512():
        # An OpenBLAS that does not know a newer processor takes it for the oldest one, at a fifth of the speed.
        environment.setdefault('OPENBLAS_CORETYPE', 'SkylakeX')
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or 'no message').splitlines()[-1]
        failures.append(f'{shlex.join(command)}: ended with {done.returncode}: {last}')
        return []
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{')]


def key(work, row):
    """What pairs two measurements: the name, of matrix products the shape, of sparse products the width."""
    size = 'x'.join(str(length) for length in row['shape']) if work == 'gemm' else f"d={row['dim']}" if 'dim' in row else ''
    return row['work'], size


def commands(args, work, threads):
    graph = ['--graph', args.graph] if args.graph and work in NEEDS_GRAPH else []
    common = [work, *graph, '--threads', str(threads), '--repeats', str(args.repeats), '--hidden', str(args.hidden)]
    common += ['--no-dropout'] if args.no_dropout else []
    ours = [args.gnn, 'bench', *common, '--json']
    return ours, [(way, [args.python, args.peer, *common, '--how', way]) for way in WAYS.get(work, [])]


def collect(args, work, threads, failures):
    """The rows of one work at one number of threads, from all rounds."""
    ours, peers = commands(args, work, threads)
    mine, theirs = {}, {}
    for number in range(args.rounds):
        sides = [('', ours), *peers]
        for way, command in sides if number % 2 == 0 else reversed(sides):
            for row in measure(command, failures):
                if way == '':
                    mine.setdefault(key(work, row), []).append(row)
                else:
                    theirs.setdefault(key(work, row), {}).setdefault(way, []).append(row)
    result = [combine(name, size, threads, rows, theirs.get((name, size), {})) for (name, size), rows in mine.items()]
    if len(result) > 1:  # a peak is the process's: of several measurements in one it says nothing
        for row in result:
            row.update({field: None for field in row if 'memory' in field})
    return result


def middle(rows, field):
    values = [row[field] for row in rows if row.get(field) is not None]
    return statistics.median(values) if values else None


def combine(name, size, threads, rows, ways):
    result = dict(work=name, size=size, threads=threads, rounds=len(rows))
    for field in ('median_ms', 'min_ms', 'gb_per_second', 'gflops', 'million_edges_per_second', 'stream_share', 'peak_memory_mb', 'allocated_bytes'):
        result[field] = middle(rows, field)
    if ways:
        medians = {way: middle(way_rows, 'median_ms') for way, way_rows in ways.items()}
        best = min(medians, key=medians.get)
        result.update(peer_median_ms=medians[best], peer_min_ms=min(row['min_ms'] for row in ways[best]), peer_way='' if best == 'all' else best,
                      peer_peak_memory_mb=middle(ways[best], 'peak_memory_mb'), peer_ways_ms=medians,
                      ratio=medians[best] / result['median_ms'],
                      ratio_of_minima=min(row['min_ms'] for row in ways[best]) / min(row['min_ms'] for row in rows), memory_ratio=result['peak_memory_mb'] / middle(ways[best], 'peak_memory_mb'),
                      torch=ways[best][0].get('torch'))
    return result


def machine():
    name = platform.machine()
    if os.path.exists('/proc/cpuinfo'):
        with open('/proc/cpuinfo', encoding='utf-8') as info:
            models = [line.split(':', 1)[1].strip() for line in info if line.startswith('model name')]
        name = models[0] if models else name
    return dict(processor=name, cores=os.cpu_count(), system=f'{platform.system()} {platform.release()}', load=os.getloadavg() if hasattr(os, 'getloadavg') else None,
                date=datetime.datetime.now(datetime.timezone.utc).date().isoformat())


def number(value, digits=3):
    if value is None:
        return ''
    return f'{value:.0f}' if abs(value) >= 10 ** digits else f'{value:.{digits}g}'


def tables(about, rows):
    """The rows in Markdown: those with a peer, then our own."""
    paired = [row for row in rows if 'ratio' in row]
    alone = [row for row in rows if 'ratio' not in row]
    text = [f"{about['processor']}, {about['cores']} cores, {about['system']}, {about['date']}. Medians of {about['rounds']} rounds in turn, "
            f"{about['repeats']} timed calls each{', without dropout' if about['no_dropout'] else ''}.", '', f"`{about['command']}`", '']
    if paired:
        text += [f"Peer: torch {paired[0]['torch']}, the fastest of its ways. Above 1 times, Gnn is faster.", '',
                 '| work | size | threads | Gnn ms | peer ms | way | times faster | Gnn GFLOP/s | of stream | Gnn MB | peer MB |', '|---|---|--:|--:|--:|---|--:|--:|--:|--:|--:|']
        for row in paired:
            share = '' if row['stream_share'] is None else f"{row['stream_share']:.0%}"
            text.append(f"| {row['work']} | {row['size']} | {row['threads']} | {number(row['median_ms'])} | {number(row['peer_median_ms'])} | {row['peer_way']} "
                        f"| {row['ratio']:.2f} | {number(row['gflops'])} | {share} | {number(row['peak_memory_mb'])} | {number(row['peer_peak_memory_mb'])} |")
        text.append('')
        for work in dict.fromkeys(row['work'].split(' ')[0] for row in paired):
            for threads in dict.fromkeys(row['threads'] for row in paired):
                ratios = [row['ratio'] for row in paired if row['work'].split(' ')[0] == work and row['threads'] == threads]
                if len(ratios) > 1:
                    mean = math.exp(statistics.mean(math.log(ratio) for ratio in ratios))
                    text.append(f"- {work}, {threads} thread{'s' if threads > 1 else ''}: {mean:.2f} times in the geometric mean of {len(ratios)}, {min(ratios):.2f} at least")
        text.append('')
    if alone:
        text += ['Without a peer:', '', '| work | size | threads | ms | GB/s | GFLOP/s | of stream | Medges/s | bytes a call |', '|---|---|--:|--:|--:|--:|--:|--:|--:|']
        for row in alone:
            share = '' if row['stream_share'] is None else f"{row['stream_share']:.0%}"
            text.append(f"| {row['work']} | {row['size']} | {row['threads']} | {number(row['median_ms'])} | {number(row['gb_per_second'])} | {number(row['gflops'])} | {share} "
                        f"| {number(row['million_edges_per_second'])} | {number(row['allocated_bytes'])} |")
        text.append('')
    return '\n'.join(text)


def main():
    args = options()
    shown = ' '.join(['python3 Benchmarks/compare_torch.py', *args.works, *(['--graph DIR'] if args.graph else []),
                      f"--threads {','.join(str(threads) for threads in args.threads)} --repeats {args.repeats} --rounds {args.rounds} --hidden {args.hidden}",
                      *(['--no-dropout'] if args.no_dropout else [])])
    about = dict(machine(), command=shown, rounds=args.rounds, repeats=args.repeats, no_dropout=args.no_dropout)
    rows, failures = [], []
    for work in args.works:
        for threads in args.threads:
            rows += collect(args, work, threads, failures)
    text = tables(about, rows)
    print(text)
    if args.out:
        with open(args.out + '.md', 'w', encoding='utf-8') as file:
            file.write(text)
        with open(args.out + '.json', 'w', encoding='utf-8') as file:
            json.dump(dict(about, rows=rows, failures=failures), file, indent=1)
    for failure in failures:
        print(f'compare_torch: {failure}', file=sys.stderr)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
