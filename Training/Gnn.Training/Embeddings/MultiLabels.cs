using Gnn.Tensors;

namespace Gnn.Training.Embeddings;

/// <summary>Which of L labels each of N nodes has.</summary>
public sealed class MultiLabels
{
    private readonly bool[] _has;

    /// <summary>Labels from yes-or-no answers.</summary>
    /// <param name="has">Whether node i has label l, <c>[N, L]</c> row by row. Copied.</param>
    /// <param name="labelCount">L, at least 1.</param>
    /// <exception cref="ArgumentException">There are not L answers for each node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no label.</exception>
    public MultiLabels(ReadOnlySpan<bool> has, int labelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        if (has.Length % labelCount != 0)
        {
            throw new ArgumentException($"'{nameof(has)}' must be {labelCount} answers for each node, got {has.Length}, which is no multiple of it.", nameof(has));
        }

        _has = has.ToArray();
        LabelCount = labelCount;
        NodeCount = has.Length / labelCount;
    }

    /// <summary>N, the number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount { get; }

    /// <summary>Whether a node has a label.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <param name="label">0 to L - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node or label.</exception>
    public bool this[int node, int label]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)node, (uint)NodeCount, nameof(node));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)LabelCount, nameof(label));
            return _has[(node * LabelCount) + label];
        }
    }

    /// <summary>Labels from a tensor, such as a node column.</summary>
    /// <param name="labels">Floating <c>[N, L]</c>: a label is there where the element is not 0.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentException">The tensor has not two axes.</exception>
    public static MultiLabels From(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Shape.Rank != 2)
        {
            throw new ArgumentException($"'{nameof(labels)}' must be a table [N, L], got {labels.Shape}.", nameof(labels));
        }

        return new MultiLabels(Array.ConvertAll(labels.ToArray<float>(), value => value != 0), checked((int)labels.Shape[1]));
    }

    /// <summary>The answers of a node, one for each label.</summary>
    internal ReadOnlySpan<bool> Row(int node) => _has.AsSpan(node * LabelCount, LabelCount);

    /// <summary>The answers of a list of nodes, row by row.</summary>
    internal bool[] Rows(ReadOnlySpan<int> nodes)
    {
        bool[] rows = new bool[nodes.Length * LabelCount];
        for (int i = 0; i < nodes.Length; i++)
        {
            Row(nodes[i]).CopyTo(rows.AsSpan(i * LabelCount));
        }

        return rows;
    }
}
