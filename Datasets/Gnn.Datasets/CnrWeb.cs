using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The web graph cnr-2000: a small crawl of the Italian research council's pages, of a size on which sampling is tried.</summary>
/// <remarks>
/// 325557 pages, 3216152 links of which 87442 lead from a page to itself, at most 2716 from one page; 78056 pages have none. No features or classes. Boldi and
/// Vigna, "The WebGraph framework I: compression techniques", 2004. <see cref="Tables.WebGraphFile"/> reads others of this format.
/// </remarks>
public static class CnrWeb
{
    /// <summary>Loads the graph; a file that is missing is downloaded.</summary>
    /// <param name="dataRoot">The folder of data sets; the file is in its <c>large</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where columns would be made; the default engine if null.</param>
    /// <returns>The directed graph, owned by the caller, without columns. Edges are in the order of their sources, then targets.</returns>
    /// <exception cref="DatasetNotFoundException">The file is missing and could not be downloaded; the message says where to put it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged.</exception>
    public static Graph Load(string? dataRoot = null, Engine? engine = null) => LargeSources.WebGraph.Load(dataRoot, engine).As<Graph>();
}
