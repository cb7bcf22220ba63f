using Gnn.Graphs.Heterogeneous;

namespace Gnn.Layers.Heterogeneous;

/// <summary>Names of parts and parameters that belong to a type, as PyTorch Geometric forms them.</summary>
internal static class TypeNames
{
    /// <summary>The name of a node type: dots separate parts, so they are written as number signs.</summary>
    internal static string Of(string nodeType) => nodeType.Replace('.', '#');

    /// <summary>The name of an edge type among parameters.</summary>
    internal static string Of(EdgeType type) => Of($"{type.Source}__{type.Relation}__{type.Target}");

    /// <summary>The name of an edge type among parts.</summary>
    internal static string OfPart(EdgeType type) => Of($"<{type.Source}___{type.Relation}___{type.Target}>");

    /// <summary>Refuses a list of types that a layer cannot have.</summary>
    internal static void Check(IReadOnlyList<(string Type, int Inputs)> nodeTypes, IReadOnlyList<EdgeType> edgeTypes)
    {
        ArgumentNullException.ThrowIfNull(nodeTypes);
        var known = new HashSet<string>();
        foreach ((string type, int inputs) in nodeTypes)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(type, nameof(nodeTypes));
            ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1, nameof(nodeTypes));
            if (!known.Add(type))
            {
                throw new ArgumentException($"The node type '{type}' is there twice.", nameof(nodeTypes));
            }
        }

        Check(edgeTypes);
        EdgeType? foreign = edgeTypes.FirstOrDefault(type => !known.Contains(type.Source) || !known.Contains(type.Target));
        if (foreign is not null)
        {
            throw new ArgumentException($"{foreign} joins node types that are not both among: {string.Join(", ", known)}.", nameof(edgeTypes));
        }
    }

    internal static void CheckTarget(string target, IReadOnlyList<EdgeType> edgeTypes)
    {
        Check(edgeTypes);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        if (!edgeTypes.Any(type => type.Target == target))
        {
            throw new ArgumentException($"No edge type leads to the target type '{target}': {string.Join(", ", edgeTypes)}.", nameof(target));
        }
    }

    internal static void CheckHeads(int heads, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (outputs % heads != 0)
        {
            throw new ArgumentException($"The heads stand side by side and must divide the {outputs} outputs, got {heads}.", nameof(heads));
        }
    }

    internal static void Check(IReadOnlyList<EdgeType> edgeTypes)
    {
        ArgumentNullException.ThrowIfNull(edgeTypes);
        if (edgeTypes.Count == 0 || edgeTypes.Distinct().Count() != edgeTypes.Count)
        {
            throw new ArgumentException($"A layer has at least one edge type, each once, got: {string.Join(", ", edgeTypes)}.", nameof(edgeTypes));
        }
    }
}
