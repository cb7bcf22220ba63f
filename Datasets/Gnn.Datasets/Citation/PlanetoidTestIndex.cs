using System.Globalization;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>The file of test nodes: one node id a line, in the order of the rows of tx.</summary>
internal static class PlanetoidTestIndex
{
    private const int LeastRowBytes = 2;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="nodes">The number of nodes of the graph.</param>
    /// <returns>The ids in file order.</returns>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="DataFormatException">A line is not the id of a node.</exception>
    public static int[] Read(string path, int nodes)
    {
        var text = new TextScanner(Gzip.ReadFile(path), path);
        int[] ids = new int[text.MostRows(LeastRowBytes)];
        int count = 0;
        while (text.NextLine())
        {
            if (!int.TryParse(text.Line, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= nodes)
            {
                throw new DataFormatException(path, $"line {text.LineNumber}", $"expected a node of 0..{nodes - 1}, got '{TextScanner.Show(text.Line)}'");
            }

            ids[count++] = id;
        }

        Array.Resize(ref ids, count);
        return ids;
    }
}
