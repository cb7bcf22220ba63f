using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>Some nodes with all that a model needs to compute their outputs; made by a <see cref="NodeLoader"/>.</summary>
/// <remarks>Belongs to who takes it, and ends what it holds.</remarks>
public sealed class NodeBatch : IDisposable
{
    internal NodeBatch(int index, SampledSubgraph sampled, IReadOnlyList<Adjacency> adjacencies, Tensor x, Tensor? labels) =>
        (Index, Sampled, Adjacencies, X, Labels) = (index, sampled, adjacencies, x, labels);

    /// <summary>The batch's place in its epoch, from 0.</summary>
    public int Index { get; }

    /// <summary>What was sampled.</summary>
    public SampledSubgraph Sampled { get; }

    /// <summary>The nodes whose outputs the model gives, in their order.</summary>
    public ReadOnlySpan<int> Seeds => Sampled.Nodes[..Sampled.SeedCount];

    /// <summary>What each layer propagates over, the first layer's first.</summary>
    public IReadOnlyList<Adjacency> Adjacencies { get; }

    /// <summary>The features of the sampled nodes, <c>[nodes, F]</c>: the input of the first layer.</summary>
    public Tensor X { get; }

    /// <summary>The labels of the seeds, Int32 <c>[seeds]</c>; null if the loader was given none.</summary>
    public Tensor? Labels { get; }

    /// <summary>Ends the sample, the adjacencies and the tensors.</summary>
    public void Dispose()
    {
        X.Dispose();
        Labels?.Dispose();
        foreach (Adjacency adjacency in Adjacencies)
        {
            adjacency.Dispose();
        }

        Sampled.Dispose();
    }
}
