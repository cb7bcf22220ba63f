using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The propagation of a <see cref="GcnNormalizer"/> over sampled blocks: the whole graph's normalisation, and of each edge as often as it stands for.</summary>
/// <remarks>
/// <code>
/// entry (i, j) of an edge e = (j, i) that was drawn: scale_e w_e / sqrt(d_j d_i), 0 if it is a loop where loops are added
/// entry (i, i), where loops are added:               w_ii / sqrt(d_i d_i)
/// </code>
/// <para>d are degrees in the whole graph and scale_e how many edges e stands for, so that the propagation is, on average over samples, that over the whole graph, and is
/// the same where all edges are taken.</para>
/// </remarks>
internal sealed class GcnBlocks : IBlockPreparation
{
    private readonly GcnNormalization _normalization;
    private readonly Engine _engine;
    private readonly float[]? _weights;
    private readonly float[] _roots;
    private readonly float[]? _loops;

    /// <summary>Looks degrees and weights up, once for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="normalization">What is made of the edges.</param>
    /// <param name="loopWeight">The weight of an added self-loop, finite.</param>
    /// <param name="engine">Where values are made.</param>
    internal GcnBlocks(Graph graph, GcnNormalization normalization, double loopWeight, Engine engine)
    {
        _normalization = normalization;
        _engine = engine;
        _weights = graph.EdgeWeights?.ToArray<float>();
        _loops = _normalization == GcnNormalization.SymmetricWithLoops ? new float[graph.NodeCount] : null;
        _roots = new float[graph.NodeCount];
        if (_normalization == GcnNormalization.None)
        {
            Array.Fill(_roots, 1);
            return;
        }

        double[] degrees = new double[graph.NodeCount];
        _loops?.AsSpan().Fill((float)loopWeight);
        SparseStructure edges = graph.InEdges;
        for (int node = 0; node < graph.NodeCount; node++)
        {
            long last = -1;
            for (long entry = edges.RowPointers[node]; entry < edges.RowPointers[node + 1L]; entry++)
            {
                long edge = edges.EdgeIds[entry];
                if (_loops is not null && edges.ColumnIndices[entry] == node)
                {
                    last = Math.Max(last, edge);
                    continue;
                }

                degrees[node] += _weights is null ? 1 : _weights[edge];
            }

            if (_loops is not null)
            {
                _loops[node] = last < 0 ? _loops[node] : _weights is null ? 1 : _weights[last];
                degrees[node] += _loops[node];
            }
        }

        GcnNormalizer.CheckDegrees(degrees);
        for (int node = 0; node < _roots.Length; node++)
        {
            _roots[node] = degrees[node] == 0 ? 0 : (float)(1 / Math.Sqrt(degrees[node]));
        }
    }

    public Adjacency Prepare(SampledSubgraph batch, int layer)
    {
        Throw.IfNotBlock(batch, layer);
        Block block = batch.Blocks[layer];
        SparseStructure structure = block.Structure;
        ReadOnlySpan<int> nodes = batch.Nodes;
        if (batch.Nodes.Length > 0 && _roots.Length <= nodes[0])
        {
            throw new ArgumentException($"The batch must be sampled from the graph of {_roots.Length} nodes that was prepared, but has node {nodes[0]}.", nameof(batch));
        }

        int loops = _loops is null ? 0 : block.TargetCount;
        using var values = new NativeArray<float>(block.EdgeCount + (long)loops);
        if (_loops is null)
        {
            Fill(block, nodes, values.Span(), addsLoops: false);
            return new Adjacency(structure, Tensor.Create((ReadOnlySpan<float>)values.Span(), block.EdgeCount, _engine));
        }

        using SparseStructure looped = WithLoops(structure);
        Fill(block, nodes, values.Span(), addsLoops: true);
        return new Adjacency(looped, Tensor.Create((ReadOnlySpan<float>)values.Span(), values.Length, _engine));
    }

    public void Dispose()
    {
    }

    /// <summary>The same rows, each with its target first.</summary>
    private static SparseStructure WithLoops(SparseStructure structure)
    {
        using var pointers = new NativeArray<int>(structure.RowCount + 1L);
        using var columns = new NativeArray<int>(structure.EntryCount + structure.RowCount);
        Span<int> pointer = pointers.Span(), column = columns.Span();
        pointer[0] = 0;
        for (int row = 0; row < structure.RowCount; row++)
        {
            ReadOnlySpan<int> sources = structure.Row(row);
            int start = pointer[row];
            column[start] = row;
            sources.CopyTo(column[(start + 1)..]);
            pointer[row + 1] = start + 1 + sources.Length;
        }

        return SparseStructure.FromRows(structure.ColumnCount, pointer, column);
    }

    private void Fill(Block block, ReadOnlySpan<int> nodes, Span<float> values, bool addsLoops)
    {
        SparseStructure structure = block.Structure;
        ReadOnlySpan<float> scales = block.Scales;
        ReadOnlySpan<long> edges = _weights is null ? [] : block.EdgeIds;
        int place = 0, edge = 0;
        for (int row = 0; row < structure.RowCount; row++)
        {
            float root = _roots[nodes[row]];
            if (addsLoops)
            {
                values[place++] = _loops![nodes[row]] * root * root;
            }

            foreach (int source in structure.Row(row))
            {
                float weight = _weights is null ? scales[edge] : scales[edge] * _weights[edges[edge]];
                values[place++] = addsLoops && nodes[source] == nodes[row] ? 0 : weight * root * _roots[nodes[source]];
                edge++;
            }
        }
    }
}
