using System.Globalization;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>The file of test nodes: one node id a line, in the order of the rows of tx.</summary>
internal static class PlanetoidTestIndex
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="nodes">The number of nodes of the graph.</param>
    /// <returns>The ids in file order.</returns>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="DataFormatException">A line is not the id of a node.</exception>
    public static int[] Read(string path, int nodes)
    {
        var ids = new List<int>();
        foreach (string line in File.ReadLines(path))
        {
            if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= nodes)
            {
                string shown = line.Length > 40 ? line[..40] + "..." : line;
                throw new DataFormatException(path, $"line {ids.Count + 1}", $"expected a node of 0..{nodes - 1}, got '{shown}'");
            }

            ids.Add(id);
        }

        return [.. ids];
    }
}
