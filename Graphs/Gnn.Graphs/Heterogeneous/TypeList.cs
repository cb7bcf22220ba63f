namespace Gnn.Graphs.Heterogeneous;

/// <summary>Looks types up by name.</summary>
internal static class TypeList
{
    /// <summary>The place of a node type.</summary>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    internal static int IndexOf(IReadOnlyList<string> types, string nodeType)
    {
        ArgumentNullException.ThrowIfNull(nodeType);
        return Find(types, nodeType) is >= 0 and int at ? at : throw new KeyNotFoundException($"There is no node type '{nodeType}'; there {Listed(types)}.");
    }

    /// <summary>The place of an edge type.</summary>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    internal static int IndexOf(IReadOnlyList<EdgeType> types, EdgeType edgeType)
    {
        ArgumentNullException.ThrowIfNull(edgeType);
        return Find(types, edgeType) is >= 0 and int at ? at : throw new KeyNotFoundException($"There is no edge type {edgeType}; there {Listed(types)}.");
    }

    private static int Find<T>(IReadOnlyList<T> types, T wanted)
        where T : IEquatable<T>
    {
        int at = types.Count - 1;
        while (at >= 0 && !types[at].Equals(wanted))
        {
            at--;
        }

        return at;
    }

    private static string Listed<T>(IReadOnlyList<T> types) => types.Count == 0 ? "are none" : $"is: {string.Join(", ", types)}";
}
