using Gnn.Datasets.Networks;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads adjacency lists: a line for each node with its id and those of its neighbours, as DeepWalk and NetworkX write them.</summary>
/// <remarks>
/// Fields are parted by spaces or tabs, lines end with LF or CR LF, blank lines and those that begin with <c>#</c> are passed over; a file compressed by gzip is
/// unpacked. Ids are whole numbers from 0; a node that only other lines list has no neighbours of its own. There are no weights.
/// </remarks>
public static class AdjacencyListFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the lines mean; null for directed edges from a line's first node to the others.</param>
    /// <returns>The graph, owned by the caller, without columns, and <c>Names["node"]</c>, the published ids, where they are not 0 to N - 1. Edges are ordered as those of
    /// <see cref="EdgeListFile"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">Weights are asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative.</exception>
    /// <exception cref="DataFormatException">The file is no such list; the message names line and column, what was expected and what is there.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset Read(string path, EdgeListOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new EdgeListOptions();
        if (options.HasWeights)
        {
            throw new ArgumentException("An adjacency list has no weights: read an edge list instead.", nameof(options));
        }

        EdgeRows rows = EdgeRows.ReadNeighbours(new TextScanner(Gzip.ReadFile(path), path), options);
        return rows.ToDataset(options, rows.NumberNodes(options), engine: null);
    }
}
