using System.Numerics.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Links;

/// <summary>The cosines of the features of one node with those of all; 0 for a node without any.</summary>
internal sealed class CosineScores
{
    private readonly int _nodes;

    // Dense: rows of length 1. Sparse: the same by entries, and the entries of each column.
    private readonly float[]? _dense;
    private readonly int[] _starts = [];
    private readonly int[] _columns = [];
    private readonly double[] _values = [];
    private readonly int[] _columnStarts = [];
    private readonly int[] _columnNodes = [];
    private readonly double[] _columnValues = [];

    internal CosineScores(Gnn.Tensors.Features features)
    {
        _nodes = checked((int)features.Shape[0]);
        if (features.Sparse is not { } sparse)
        {
            _dense = features.Dense!.ToArray<float>();
            Normalize(_dense, _nodes);
            return;
        }

        SparseStructure rows = sparse.Structure;
        int entries = checked((int)rows.EntryCount);
        _starts = new int[_nodes + 1];
        _columns = new int[entries];
        _values = sparse.Values.ToArray<double>();
        _columnStarts = new int[rows.ColumnCount + 1];
        for (int node = 0; node < _nodes; node++)
        {
            ReadOnlySpan<int> own = rows.Row(node);
            int start = _starts[node];
            own.CopyTo(_columns.AsSpan(start));
            _starts[node + 1] = start + own.Length;
            Span<double> values = _values.AsSpan(start, own.Length);
            double length = TensorPrimitives.Norm<double>(values);
            TensorPrimitives.Multiply(values, length > 0 ? 1 / length : 0, values);
            foreach (int column in own)
            {
                _columnStarts[column + 1]++;
            }
        }

        for (int column = 0; column < rows.ColumnCount; column++)
        {
            _columnStarts[column + 1] += _columnStarts[column];
        }

        int[] next = [.. _columnStarts];
        _columnNodes = new int[entries];
        _columnValues = new double[entries];
        for (int node = 0; node < _nodes; node++)
        {
            for (int entry = _starts[node]; entry < _starts[node + 1]; entry++)
            {
                int place = next[_columns[entry]]++;
                (_columnNodes[place], _columnValues[place]) = (node, _values[entry]);
            }
        }
    }

    internal void AddTo(NodeScores scores, int root)
    {
        if (_dense is not null)
        {
            int width = _dense.Length / Math.Max(1, _nodes);
            ReadOnlySpan<float> own = _dense.AsSpan(root * width, width);
            for (int node = 0; node < _nodes; node++)
            {
                scores.Add(node, TensorPrimitives.Dot(own, _dense.AsSpan(node * width, width)));
            }

            return;
        }

        for (int entry = _starts[root]; entry < _starts[root + 1]; entry++)
        {
            for (int place = _columnStarts[_columns[entry]]; place < _columnStarts[_columns[entry] + 1]; place++)
            {
                scores.Add(_columnNodes[place], _values[entry] * _columnValues[place]);
            }
        }
    }

    private static void Normalize(float[] rows, int count)
    {
        int width = rows.Length / Math.Max(1, count);
        for (int node = 0; node < count; node++)
        {
            Span<float> row = rows.AsSpan(node * width, width);
            float length = TensorPrimitives.Norm<float>(row);
            TensorPrimitives.Multiply(row, length > 0 ? 1 / length : 0, row);
        }
    }
}
