using System.Text.Json;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A stack of layers over the nodes of a graph, which a <see cref="ModelFile"/> can save and rebuild.</summary>
/// <remarks>Layer by layer it serves large graphs too: a sampled batch has a bipartite adjacency for each layer, and inference may finish one layer for all
/// nodes
/// before the next.</remarks>
public abstract class GraphModel : Module, IGraphModel
{
    private protected GraphModel()
    {
    }

    /// <summary>The number of columns of the features it takes.</summary>
    public abstract int Inputs { get; }

    /// <summary>The number of columns that it returns.</summary>
    public abstract int Outputs { get; }

    /// <summary>The number of layers, at least 1.</summary>
    public abstract int LayerCount { get; }

    /// <summary>The name of the model in files.</summary>
    internal abstract string TypeName { get; }

    /// <inheritdoc/>
    public abstract Adjacency Prepare(Graph graph);

    /// <summary>Makes what the layers propagate over from edges without values, for example those of one layer of a sampled batch.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources, targets first among the sources.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The model's layers cannot work on this structure.</exception>
    public abstract Adjacency Prepare(SparseStructure structure);

    /// <summary>Looks up what the model needs of a whole graph to work on blocks that are sampled from it. Called once for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph lacks what the model takes.</exception>
    public virtual IBlockPreparation PrepareBlocks(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new BlockPreparation(block => Prepare(block.Structure));
    }

    /// <summary>Computes one layer: the layer and, unless it is the last, the activation and the dropout of what the next layer takes. Models that drop input
    /// features do so in the first layer.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="layer">0 to <see cref="LayerCount"/> - 1.</param>
    /// <param name="x">The layer's input <c>[sources, F]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns><c>[targets, F']</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public abstract Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency);

    /// <inheritdoc/>
    public virtual Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Tensor h = ForwardLayer(context, 0, x, adjacency);
        for (int layer = 1; layer < LayerCount; layer++)
        {
            using Tensor last = h;
            h = ForwardLayer(context, layer, last, adjacency);
        }

        return h;
    }

    /// <summary>Computes an output for every seed of a sampled batch.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources of the first adjacency, <c>[N, F]</c>.</param>
    /// <param name="adjacencies">One for each layer, the first layer's first; the targets of each are the sources of the next.</param>
    /// <returns><c>[targets of the last, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">There is not one adjacency for each layer, or the features do not fit.</exception>
    public Tensor Forward(in ForwardContext context, Features x, IReadOnlyList<Adjacency> adjacencies)
    {
        ArgumentNullException.ThrowIfNull(adjacencies);
        if (adjacencies.Count != LayerCount)
        {
            throw new ArgumentException($"The model has {LayerCount} layers and takes an adjacency for each, got {adjacencies.Count}.", nameof(adjacencies));
        }

        Tensor h = ForwardLayer(context, 0, x, adjacencies[0]);
        for (int layer = 1; layer < LayerCount; layer++)
        {
            using Tensor last = h;
            h = ForwardLayer(context, layer, last, adjacencies[layer]);
        }

        return h;
    }

    /// <summary>A copy with parameters and buffers of its own: the same type, settings, values, frozen marks and engine.</summary>
    /// <returns>The model, owned by the caller.</returns>
    public GraphModel Clone()
    {
        GraphModel copy = ModelFile.Rebuild(this);
        foreach (((_, Parameter from), (_, Parameter to)) in NamedParameters().Zip(copy.NamedParameters()))
        {
            if (from.IsFrozen)
            {
                to.Freeze();
            }
            else
            {
                to.Unfreeze();
            }
        }

        if (Parameters().FirstOrDefault() is { } first)
        {
            copy.MoveTo(first.Value.Engine);
        }

        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Writes what the constructor was given, as properties of an open object.</summary>
    internal abstract void WriteSettings(Utf8JsonWriter writer);

    private protected void CheckLayer(int layer)
    {
        if ((uint)layer >= (uint)LayerCount)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The model has the layers 0 to {LayerCount - 1}.");
        }
    }
}
