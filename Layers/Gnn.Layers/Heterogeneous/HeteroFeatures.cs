using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;

namespace Gnn.Layers.Heterogeneous;

/// <summary>The features of the nodes of several types, dense or sparse, each type with columns of its own.</summary>
public sealed class HeteroFeatures
{
    private readonly Dictionary<string, Features> _byType;

    /// <summary>Creates features from those of each type.</summary>
    /// <param name="byType">The node types, each once, with their features <c>[N, F]</c>.</param>
    /// <exception cref="ArgumentException">A type is there twice.</exception>
    public HeteroFeatures(IEnumerable<KeyValuePair<string, Features>> byType)
    {
        ArgumentNullException.ThrowIfNull(byType);
        _byType = new Dictionary<string, Features>(byType, StringComparer.Ordinal);
    }

    /// <summary>The node types that have features.</summary>
    public IReadOnlyCollection<string> NodeTypes => _byType.Keys;

    /// <summary>The features of a type, <c>[N, F]</c>.</summary>
    /// <param name="nodeType">The type.</param>
    /// <exception cref="KeyNotFoundException">The type has no features; the message lists those that have.</exception>
    public Features this[string nodeType] => _byType.TryGetValue(nodeType, out Features features)
        ? features
        : throw new KeyNotFoundException(
            $"There are no features of '{nodeType}', only of: {string.Join(", ", NodeTypes)}. Give it some, for example SparseTensor.Identity if nothing is known.");

    /// <summary>The node column <see cref="ColumnNames.Features"/> of every type that has it.</summary>
    /// <param name="graph">The graph; its columns are borrowed.</param>
    /// <returns>The features.</returns>
    public static HeteroFeatures Of(HeteroGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var byType = new Dictionary<string, Features>();
        foreach (string type in graph.NodeTypes)
        {
            ColumnTable nodes = graph.Nodes(type);
            if (nodes.Contains(ColumnNames.Features))
            {
                byType.Add(type, nodes.IsSparse(ColumnNames.Features) ? nodes.Sparse(ColumnNames.Features) : nodes[ColumnNames.Features]);
            }
        }

        return new HeteroFeatures(byType);
    }

    /// <summary>What a layer returned, as the features of the next.</summary>
    /// <param name="rows">A dense matrix for each node type.</param>
    /// <returns>The features.</returns>
    public static HeteroFeatures Of(IReadOnlyDictionary<string, Tensor> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new HeteroFeatures(rows.Select(pair => KeyValuePair.Create(pair.Key, Features.FromDense(pair.Value))));
    }

    /// <summary>Whether a type has features.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>True if it has.</returns>
    public bool Contains(string nodeType) => _byType.ContainsKey(nodeType);

    /// <summary>The types with the shapes of their features, for example <c>HeteroFeatures: author [3, 16], paper [5, 8]</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"HeteroFeatures: {string.Join(", ", _byType.Select(pair => $"{pair.Key} {pair.Value.Shape}"))}";

    /// <summary>The features of a type, checked to have so many rows and, unless it is null, so many columns.</summary>
    internal Features Checked(string nodeType, int rows, int? columns = null)
    {
        Features features = this[nodeType];
        return features.Shape[0] == rows && (columns is null || features.Shape[1] == columns)
            ? features
            : throw new ArgumentException(
                $"The features of '{nodeType}' must be [{rows}, {columns?.ToString(CultureInfo.InvariantCulture) ?? "F"}], got {features.Shape}.");
    }
}
