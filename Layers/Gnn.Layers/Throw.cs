using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers;

/// <summary>The checks that many layers share.</summary>
[StackTraceHidden]
internal static class Throw
{
    internal static void IfNotDropout(double probability, [CallerArgumentExpression(nameof(probability))] string name = "")
    {
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, probability, $"'{name}' is the chance to drop an element and must be in [0, 1).");
        }
    }

    internal static void IfNotShare(double share, [CallerArgumentExpression(nameof(share))] string name = "")
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, share, $"'{name}' is a share and must be in [0, 1].");
        }
    }

    internal static void IfNotFinite(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite.");
        }
    }

    /// <summary>Features of the sources, of which the targets are the first.</summary>
    internal static void IfNotSources(Features x, Adjacency adjacency, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        SparseStructure structure = adjacency.Structure;
        if (x.Shape[0] != structure.ColumnCount)
        {
            throw new ArgumentException($"'{name}' must have a row for each of {structure.ColumnCount} source nodes of {structure}, got {x.Shape}.", name);
        }

        if (structure.RowCount > structure.ColumnCount)
        {
            throw new ArgumentException(
                $"With one set of features the targets are the first of the sources, but {structure} has more targets: give features for both sides.",
                nameof(adjacency));
        }
    }

    internal static void IfNotDefined(Reduction reduction, string name)
    {
        if (reduction is not (Reduction.Sum or Reduction.Mean or Reduction.Max or Reduction.Min))
        {
            throw new ArgumentOutOfRangeException(name, reduction, "There is no such reduction.");
        }
    }

    internal static void IfNotBothSides(Features source, Features target, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        SparseStructure structure = adjacency.Structure;
        if (source.Shape[0] != structure.ColumnCount)
        {
            throw new ArgumentException(
                $"'source' must have a row for each of {structure.ColumnCount} source nodes of {structure}, got {source.Shape}.", nameof(source));
        }

        if (target.Shape[0] != structure.RowCount)
        {
            throw new ArgumentException(
                $"'target' must have a row for each of {structure.RowCount} target nodes of {structure}, got {target.Shape}.", nameof(target));
        }
    }

    /// <summary>Features of a layer that takes so many columns.</summary>
    internal static void IfNotWidth(Features x, int columns, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        if (x.Shape[1] != columns)
        {
            throw new ArgumentException($"'{name}' must have the {columns} columns that the layer takes, got {x.Shape}.", name);
        }
    }

    internal static void IfNotBlock(SampledSubgraph batch, int layer)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if ((uint)layer >= (uint)batch.Blocks.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The batch has the blocks 0 to {batch.Blocks.Count - 1}: sample a hop for each layer.");
        }
    }
}
