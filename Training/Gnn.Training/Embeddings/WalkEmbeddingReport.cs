using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Embeddings;

/// <summary>The embedding that <see cref="WalkEmbedding"/> learned, and how.</summary>
public sealed class WalkEmbeddingReport
{
    internal WalkEmbeddingReport(float[] rows, int dimension, IReadOnlyList<WalkEmbeddingEpoch> epochs, TimeSpan time) =>
        (Rows, Dimension, Epochs, Time) = (rows, dimension, epochs, time);

    /// <summary>The embedding, <c>[N, D]</c> row by row.</summary>
    public ReadOnlyMemory<float> Rows { get; }

    /// <summary>N, the number of nodes.</summary>
    public int NodeCount => Rows.Length / Dimension;

    /// <summary>D, the number of columns.</summary>
    public int Dimension { get; }

    /// <summary>What each epoch did.</summary>
    public IReadOnlyList<WalkEmbeddingEpoch> Epochs { get; }

    /// <summary>The time of everything: tables, walks, learning.</summary>
    public TimeSpan Time { get; }

    /// <summary>The SHA-256 of the rows in little-endian order: equal for embeddings that are equal to the bit.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Rows.Span)));

    /// <summary>The embedding of a node.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>D numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<float> Row(int node) => (uint)node < (uint)NodeCount
        ? Rows.Span.Slice(node * Dimension, Dimension)
        : throw new ArgumentOutOfRangeException(nameof(node), node, $"A node must be in [0, {NodeCount}), got {node}.");

    /// <summary>A copy of the embedding as a tensor.</summary>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>Floating <c>[N, D]</c>, owned by the caller or its scope.</returns>
    public Tensor ToTensor(Engine? engine = null) => Tensor.Create(Rows.Span, (NodeCount, Dimension), engine);
}
