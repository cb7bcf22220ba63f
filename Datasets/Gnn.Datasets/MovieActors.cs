using Gnn.Datasets.Networks;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Movies and their actors: the actors are the nodes and the casts the hyperedges.</summary>
/// <remarks>
/// 383640 actors, 127823 movies, 1470404 memberships, the largest cast 294; an actor that a movie lists twice (14 are) counts once. Published ids have gaps: nodes
/// are numbered in ascending order, and the data set that <see cref="DatasetCatalog"/> loads keeps the ids as <c>Names["node"]</c>. Nothing is known of movies
/// and actors but these. Barabasi and Albert, "Emergence of scaling in random networks", 1999. Its clique expansion is a graph of some thirty million edges.
/// </remarks>
public static class MovieActors
{
    /// <summary>Loads the hypergraph; a file that is missing is downloaded.</summary>
    /// <param name="dataRoot">The folder of data sets; the file is in its <c>large</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where columns would be made; the default engine if null.</param>
    /// <returns>The hypergraph, owned by the caller, without columns; hyperedge k is the k-th movie of the file.</returns>
    /// <exception cref="DatasetNotFoundException">The file is missing and could not be downloaded; the message says where to put it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged.</exception>
    public static Hypergraph Load(string? dataRoot = null, Engine? engine = null) => LargeSources.MovieActors.Load(dataRoot, engine).As<Hypergraph>();
}
