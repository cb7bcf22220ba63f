using Gnn.Datasets;
using Gnn.Datasets.Tables;
using Gnn.Tensors;

namespace Gnn.Cli.Nodes;

/// <summary>What <c>gnn node</c> is asked to learn: data and a kind of model, for as many runs as wanted.</summary>
internal abstract class NodeProblem : IDisposable
{
    internal abstract string Name { get; }

    /// <summary>Whether the splits are the publisher's, and not drawn here.</summary>
    internal abstract bool HasPublishedSplits { get; }

    /// <summary>The user's own tables, if the graph is from them.</summary>
    internal virtual TableGraph? Tables => null;

    /// <summary>Draws what a run draws, and makes its model.</summary>
    /// <param name="random">The run's random numbers.</param>
    /// <param name="split">Which published split the run takes.</param>
    internal abstract NodeRun Begin(RandomSource random, int split);

    public abstract void Dispose();
}
