using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;

namespace Gnn.Tests.Sampling.Neighbors;

/// <summary>Many nodes with a row each of the same weights: edge p of node r has the id r d + p.</summary>
internal sealed class WeightedRows : IDisposable
{
    private const int RowCount = 1000;

    private readonly int _length;
    private readonly int[] _hidden;
    private readonly NeighborSampler _sampler;
    private readonly int[] _seeds = [.. Enumerable.Range(0, RowCount)];

    /// <summary>Creates a sampler over rows.</summary>
    /// <param name="weights">The weights of a row; that of a hidden place counts for nothing.</param>
    /// <param name="fanout">How many edges each row's node draws.</param>
    /// <param name="options">All but the weights.</param>
    /// <param name="hidden">Places that a mask hides in the odd rows; rows without them are not looked at then.</param>
    public WeightedRows(double[] weights, int fanout, NeighborSamplerOptions options, params int[] hidden)
    {
        (_length, _hidden) = (weights.Length, hidden);
        int[] rows = [.. Enumerable.Range(0, RowCount * _length).Select(edge => edge / _length)];
        int[] leaves = [.. Enumerable.Range(0, RowCount * _length).Select(edge => RowCount + edge)];
        bool outgoing = options.Direction == EdgeDirection.Outgoing;
        using Graph graph = Graph.FromEdges(RowCount * (_length + 1), outgoing ? rows : leaves, outgoing ? leaves : rows);
        using Tensor values = Tensor.Create(Enumerable.Range(0, RowCount).SelectMany(_ => weights.Select(weight => (float)weight)).ToArray(), RowCount * _length);
        _sampler = new NeighborSampler(graph, [fanout], options with { Weights = values });
    }

    /// <summary>Draws of all rows, again and again, each as the places that were drawn and what they stand for.</summary>
    /// <param name="count">How many rows' draws are wanted at least.</param>
    /// <param name="source">Where random numbers come from.</param>
    public IEnumerable<(int[] Places, float[] Scales)> Draw(int count, RandomSource source)
    {
        using var mask = new EdgeMask(_sampler.Rows);
        for (int row = 1; row < RowCount && _hidden.Length > 0; row += 2)
        {
            foreach (int place in _hidden)
            {
                mask.Hide(row, RowCount + (row * _length) + place);
            }
        }

        mask.Build();
        int made = 0;
        for (ulong epoch = 0; made < count; epoch++)
        {
            using SampledSubgraph sampled = _sampler.Sample(_seeds, source.Stream(epoch), mask);
            Block block = sampled.Blocks[0];
            for (int row = _hidden.Length > 0 ? 1 : 0; row < RowCount; row += _hidden.Length > 0 ? 2 : 1, made++)
            {
                int start = (int)block.Structure.RowPointers[row], edges = (int)block.Structure.RowLength(row);
                int[] places = new int[edges];
                for (int edge = 0; edge < edges; edge++)
                {
                    places[edge] = (int)block.EdgeIds[start + edge] - (row * _length);
                }

                yield return (places, block.Scales.Slice(start, edges).ToArray());
            }
        }
    }

    public void Dispose() => _sampler.Dispose();
}
