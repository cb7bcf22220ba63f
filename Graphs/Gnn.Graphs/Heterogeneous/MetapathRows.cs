using Gnn.Graphs.Building;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Heterogeneous;

/// <summary>The paths that lead to each node: where they begin, ascending, and how many there are.</summary>
internal sealed class MetapathRows : IDisposable
{
    private readonly int _sourceCount;
    private readonly long[] _starts;
    private readonly SegmentedList<int> _sources = new();
    private readonly SegmentedList<long> _counts = new();

    private MetapathRows(int sourceCount, int targetCount)
    {
        _sourceCount = sourceCount;
        _starts = new long[targetCount + 1L];
    }

    /// <summary>Paths of one step.</summary>
    public static MetapathRows Of(SparseStructure step)
    {
        var rows = new MetapathRows(step.ColumnCount, step.RowCount);
        var row = new RowSum(step.ColumnCount);
        for (int target = 0; target < step.RowCount; target++)
        {
            foreach (int source in step.Row(target))
            {
                row.Add(source, 1);
            }

            rows.Append(target, row);
        }

        return rows;
    }

    /// <summary>These paths with one step more.</summary>
    public MetapathRows Then(SparseStructure step)
    {
        var rows = new MetapathRows(_sourceCount, step.RowCount);
        var row = new RowSum(_sourceCount);
        for (int target = 0; target < step.RowCount; target++)
        {
            foreach (int middle in step.Row(target))
            {
                for (long place = _starts[middle]; place < _starts[middle + 1L]; place++)
                {
                    row.Add(_sources[place], _counts[place]);
                }
            }

            rows.Append(target, row);
        }

        return rows;
    }

    public unsafe EdgeList ToEdges(int sourceCount)
    {
        EdgeList.RequireMemory(_sources.Count);
        NativeArray<int> sources = _sources.ToArray();
        var targets = new NativeArray<int>(sources.Length);
        for (int target = 0; target < _starts.Length - 1; target++)
        {
            new Span<int>(targets.Pointer + _starts[target], (int)(_starts[target + 1] - _starts[target])).Fill(target);
        }

        return new EdgeList(sourceCount, _starts.Length - 1, sources, targets);
    }

    public unsafe Tensor ToCounts()
    {
        using NativeArray<long> counts = _counts.ToArray();
        return Tensor.Wrap(Engine.Default.Upload(counts.Pointer, DataType.Int64, counts.Length), counts.Length);
    }

    public void Dispose()
    {
        _sources.Dispose();
        _counts.Dispose();
    }

    private void Append(int target, RowSum row)
    {
        foreach (int source in row.Sources())
        {
            _sources.Add([source]);
            _counts.Add([row.Take(source)]);
        }

        row.Clear();
        _starts[target + 1L] = _sources.Count;
    }

    /// <summary>The sums of a row: a number for each possible source, and which of them are not 0.</summary>
    private sealed class RowSum(int sourceCount)
    {
        private readonly long[] _sums = new long[sourceCount];
        private readonly List<int> _touched = [];

        public void Add(int source, long count)
        {
            if (_sums[source] == 0)
            {
                _touched.Add(source);
            }

            _sums[source] = checked(_sums[source] + count);
        }

        public List<int> Sources()
        {
            _touched.Sort();
            return _touched;
        }

        public long Take(int source)
        {
            long sum = _sums[source];
            _sums[source] = 0;
            return sum;
        }

        public void Clear() => _touched.Clear();
    }
}
