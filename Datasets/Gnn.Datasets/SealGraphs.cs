using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The eight graphs of the SEAL release, on which link prediction is compared.</summary>
/// <remarks>
/// Nodes and undirected edges: <c>usair</c> 332 and 2126, <c>ns</c> 1589 and 2742 (128 nodes have no edge), <c>pb</c> 1222 and 16714, <c>yeast</c> 2375 and 11693,
/// <c>celegans</c> 297 and 2148, <c>power</c> 4941 and 6594, <c>router</c> 5022 and 6258, <c>ecoli</c> 1805 and 14660. No weights, features, classes or published
/// splits: the paper hides one edge in ten, at random. Zhang and Chen, "Link prediction based on graph neural networks", 2018.
/// </remarks>
public static class SealGraphs
{
    /// <summary>The names of the graphs: <c>usair</c>, <c>ns</c>, <c>pb</c>, <c>yeast</c>, <c>celegans</c>, <c>power</c>, <c>router</c>, <c>ecoli</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SealSources.Entries.Select(entry => entry.Name)];

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>seal</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where columns would be made; the default engine if null.</param>
    /// <returns>The undirected graph, owned by the caller, without columns. Edges are in the order of their sources, then targets.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged.</exception>
    public static Graph Load(string name, string? dataRoot = null, Engine? engine = null) =>
        NetworkSources.Find(SealSources.Entries, name).Load(dataRoot, engine).As<Graph>();
}
