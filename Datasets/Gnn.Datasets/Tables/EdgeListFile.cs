using Gnn.Datasets.Networks;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads edge lists as SNAP and many others publish them: a line for each edge with the ids of its source and its target, and perhaps a weight.</summary>
/// <remarks>
/// Fields are parted by spaces or tabs, lines end with LF or CR LF, blank lines and those that begin with <c>#</c> are passed over; a file compressed by gzip is
/// unpacked. Ids are whole numbers from 0. For tables with a header, other delimiters or ids that are names, see <see cref="EdgeTable"/>.
/// </remarks>
public static class EdgeListFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the lines mean; null for directed edges without weights.</param>
    /// <param name="engine">Where the column of weights is made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller, with the edge column <c>weight</c> <c>[E]</c> where there are weights, and <c>Names["node"]</c>, the published ids, where
    /// they are not 0 to N - 1. Directed: edge i is the i-th line that counts. Undirected: edges are in the order of their sources, then targets; a self-loop is one edge.
    /// Cost: O(E log E).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative.</exception>
    /// <exception cref="DataFormatException">The file is no such list; the message names line and column, what was expected and what is there.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset Read(string path, EdgeListOptions? options = null, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(new TextScanner(Gzip.ReadFile(path), path), options, engine);
    }

    internal static Dataset Read(TextScanner text, EdgeListOptions? options = null, Engine? engine = null)
    {
        options ??= new EdgeListOptions();
        EdgeRows rows = EdgeRows.ReadPairs(text, options);
        return rows.ToDataset(options, rows.NumberNodes(options), engine);
    }
}
