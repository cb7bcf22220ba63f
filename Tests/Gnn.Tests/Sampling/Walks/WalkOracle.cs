using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Sampling.Walks;

/// <summary>Walks one at a time and word by word, by the plainest loops: what the walkers must give bit for bit.</summary>
internal sealed class WalkOracle
{
    private readonly WalkOptions _options;
    private readonly RandomSource _words;
    private readonly int[][] _rows;
    private readonly float[][]? _weights;
    private readonly AliasEntry[][]? _entries;
    private readonly double[] _heaviest;
    private readonly double[] _scales;
    private readonly bool _isReturnCertain;
    private readonly StepRule[] _rules;

    public WalkOracle(SparseStructure structure, WalkOptions options, float[]? weights, RandomSource random)
    {
        _options = options;
        _words = random.Stream("walks");
        SparseStructure rows = options.Direction == WalkDirection.InEdges ? structure : structure.Transpose;
        int n = rows.RowCount;
        (_rows, _weights) = (new int[n][], weights is null ? null : new float[n][]);
        (_heaviest, _scales) = (new double[n], new double[n]);
        bool hasRepeats = false;
        for (int row = 0; row < n; row++)
        {
            int[] columns = rows.Row(row).ToArray();
            long begin = rows.RowPointers[row];
            float[] ofRow = [.. columns.Select((_, k) => weights is null ? 1 : weights[rows.EdgeIds[begin + k]])];
            if (options.IsSecondOrder)
            {
                int[] order = [.. Enumerable.Range(0, columns.Length).OrderBy(k => columns[k])];
                (columns, ofRow) = (Array.ConvertAll(order, k => columns[k]), Array.ConvertAll(order, k => ofRow[k]));
            }

            _rows[row] = columns;
            if (_weights is not null)
            {
                _weights[row] = ofRow;
            }

            double total = ofRow.Sum(weight => (double)weight);
            _scales[row] = total > 0 ? columns.Length / total : 0;
            _heaviest[row] = columns.Select((column, k) => (column, ofRow[k])).GroupBy(pair => pair.column, pair => (double)pair.Item2)
                .Select(group => group.Sum()).DefaultIfEmpty(0).Max() * (weights is null ? 1 : _scales[row]);
            hasRepeats |= columns.Distinct().Count() < columns.Length;
        }

        _entries = weights is null ? null : [.. _rows.Select((columns, row) => Alias(columns, _weights![row]))];
        _isReturnCertain = weights is null && !hasRepeats && structure.IsSymmetric();
        double most = _isReturnCertain ? 1 : Math.Max(1, _heaviest.DefaultIfEmpty(0).Max());
        _rules = [StepRule.TakeAll, StepRule.Of(options.P, options.Q, mayShare: false, most), StepRule.Of(options.P, options.Q, mayShare: true, most)];
    }

    /// <summary>The candidates of all second-order walks so far.</summary>
    public long Tries { get; private set; }

    /// <summary>The steps of all second-order walks so far.</summary>
    public long Steps { get; private set; }

    public int[] Walk(int start, long key, int length) => _options.IsSecondOrder ? SecondOrder(start, key, length) : FirstOrder(start, key, length);

    private uint Word(long key, long word) => _words.UInt32At((key << 24) + word);

    private int[] FirstOrder(int start, long key, int length)
    {
        int[] nodes = [start, .. Enumerable.Repeat(-1, length)];
        ulong restart = StepRule.Threshold(_options.Restart);
        int wordsPerStep = (_weights is null ? 1 : 2) * (restart > 0 ? 2 : 1);
        for (int step = 0; step < length && nodes[step] >= 0; step++)
        {
            long word = (long)step * wordsPerStep;
            int node = nodes[step];
            if (restart > 0 && Word(key, word) < restart)
            {
                nodes[step + 1] = start;
                continue;
            }

            word += restart > 0 ? wordsPerStep / 2 : 0;
            uint length32 = (uint)_rows[node].Length;
            int next = -1;
            if (length32 > 0 && _entries is null)
            {
                ulong product = (ulong)Word(key, word) * length32;
                for (int more = 0; (uint)product < (0 - length32) % length32; more++)
                {
                    product = (ulong)Word(key, (1 << 23) + (2L * step) + more) * length32;
                }

                next = _rows[node][(int)(product >> 32)];
            }
            else if (length32 > 0)
            {
                UInt128 product = (UInt128)(Word(key, word) | ((ulong)Word(key, word + 1) << 32)) * length32;
                AliasEntry entry = _entries![node][(int)(product >> 64)];
                next = (uint)(product >> 32) < entry.Threshold ? entry.Own : entry.Alias;
            }

            nodes[step + 1] = next < 0 && _options.DeadEnd == DeadEnd.Stay ? node : next;
        }

        return nodes;
    }

    private int[] SecondOrder(int start, long key, int length)
    {
        int[] nodes = [start, .. Enumerable.Repeat(-1, length)];
        int previous = -1;
        long candidate = 0;
        for (int step = 0; step < length; step++)
        {
            int node = nodes[step];
            int[] row = _rows[node];
            if (row.Length == 0 || (_entries is not null && _scales[node] == 0))
            {
                if (_options.DeadEnd == DeadEnd.Stay)
                {
                    Array.Fill(nodes, node, step, length + 1 - step);
                }

                break;
            }

            nodes[step + 1] = Next(previous, node, key, ref candidate);
            previous = node;
            Steps++;
        }

        return nodes;
    }

    private int Next(int previous, int node, long key, ref long candidate)
    {
        int[] row = _rows[node];
        bool mayShare = previous >= 0 && _options.Q != 1 && row.Intersect(_rows[previous]).Any();
        StepRule rule = _rules[previous < 0 || row.Length == 1 ? 0 : mayShare ? 2 : 1];
        uint extra = _isReturnCertain ? rule.ExtraSlots : (uint)Math.Ceiling(rule.Excess * _heaviest[node]);
        uint slots = (uint)row.Length + extra;
        for (int tries = row.Length + SecondOrderJob<int, UniformDraw>.SpareTries; ; tries--)
        {
            long word = candidate++ * (_entries is null ? 2 : 4);
            uint first = Word(key, word), second = Word(key, word + 1);
            uint fraction = _entries is null ? second : Word(key, word + 2);
            Tries++;
            if (tries == 0)
            {
                return Scan(previous, node, ((ulong)first << 32) | second);
            }

            ulong product = (ulong)first * slots;
            int slot = (int)(product >> 32);
            if ((uint)product < (0 - slots) % slots)
            {
                continue;
            }

            if (slot >= row.Length)
            {
                double share = row.Select((column, k) => column == previous ? _weights is null ? 1.0 : _weights[node][k] : 0).Sum() * (_weights is null ? 1 : _scales[node]);
                if (fraction < (_isReturnCertain ? rule.ExtraThreshold : StepRule.Threshold(rule.Excess * share / extra)))
                {
                    return previous;
                }

                continue;
            }

            int next = _entries is null ? row[slot] : second < _entries[node][slot].Threshold ? _entries[node][slot].Own : _entries[node][slot].Alias;
            bool isNear = previous >= 0 && _rows[previous].Contains(next);
            ulong threshold = next == previous ? rule.Back : isNear == _options.Q > 1 ? rule.High : rule.Low;
            if (fraction < threshold)
            {
                return next;
            }
        }
    }

    private int Scan(int previous, int node, ulong word)
    {
        int[] row = _rows[node];
        var rules = new SecondOrderRules(_options.P, _options.Q, 1);
        double[] masses = [.. row.Select((next, k) =>
            (next == previous ? rules.BackMass : _rows[previous].Contains(next) ? rules.NearMass : rules.FarMass) * (_weights is null ? 1 : _weights[node][k]))];
        double total = 0, sum = 0;
        foreach (double mass in masses)
        {
            total += mass;
        }

        double target = (word >> 11) * Math.ScaleB(1, -53) * total;
        for (int k = 0; ; k++)
        {
            sum += masses[k];
            if (sum > target)
            {
                return row[k];
            }
        }
    }

    private static unsafe AliasEntry[] Alias(int[] columns, float[] weights)
    {
        var entries = new AliasEntry[columns.Length];
        int[] pointers = [0, columns.Length];
        fixed (int* pointer = pointers, column = columns)
        {
            fixed (float* weight = weights)
            {
                fixed (AliasEntry* entry = entries)
                {
                    new AliasJob<int> { Pointers = pointer, Columns = column, Weights = weight, RowCount = 1, Entries = entry }.Execute(0);
                }
            }
        }

        return entries;
    }
}
