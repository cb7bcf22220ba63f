using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The airports of Brazil, Europe and the United States: flights between them, and classes by how busy they are.</summary>
/// <remarks>
/// <para>Undirected, without features; four classes of about the same size, quarters by activity. <c>brazil-airports</c>: 131 airports, 1003 pairs and 71 airports with
/// themselves (the paper says 1038 edges). <c>europe-airports</c>: 399, 5993 and 2. <c>usa-airports</c>: 1190 airports and 13599 edges; their published ids have gaps,
/// so nodes are numbered in ascending order, and the data set's <c>Names["node"]</c> keeps the ids. No published split. Ribeiro, Saverese and Figueiredo,
/// "struc2vec: learning node representations from structural identity", 2017.</para>
/// <para>Against PyG: edges go in both directions here, self-loops are kept, and there are no identity features.</para>
/// </remarks>
public static class Airports
{
    /// <summary>The names of the graphs: <c>brazil-airports</c>, <c>europe-airports</c>, <c>usa-airports</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. AirportSources.Entries.Select(entry => entry.Name)];

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>embedding/airports</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller, with labels <c>[N]</c> from 0 to 3. Edges are in the order of their sources, then targets; a self-loop is one edge.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged.</exception>
    public static Graph Load(string name, string? dataRoot = null, Engine? engine = null) =>
        NetworkSources.Find(AirportSources.Entries, name).Load(dataRoot, engine).As<Graph>();
}
