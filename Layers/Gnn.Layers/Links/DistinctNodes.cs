namespace Gnn.Layers.Links;

/// <summary>The different nodes of a list, ascending, and where each entry of the list is among them.</summary>
internal sealed class DistinctNodes
{
    /// <summary>Finds the different nodes of a list.</summary>
    /// <param name="list">The nodes, each in [0, nodeCount).</param>
    /// <param name="nodeCount">The number of nodes there are.</param>
    internal DistinctNodes(ReadOnlySpan<int> list, int nodeCount)
    {
        int[] places = new int[nodeCount];
        foreach (int node in list)
        {
            places[node] = 1;
        }

        var nodes = new List<int>();
        for (int node = 0; node < nodeCount; node++)
        {
            if (places[node] == 1)
            {
                places[node] = nodes.Count;
                nodes.Add(node);
            }
        }

        Nodes = [.. nodes];
        Places = new int[list.Length];
        for (int i = 0; i < list.Length; i++)
        {
            Places[i] = places[list[i]];
        }
    }

    /// <summary>The different nodes.</summary>
    internal int[] Nodes { get; }

    /// <summary>The index into <see cref="Nodes"/> of each entry of the list.</summary>
    internal int[] Places { get; }
}
