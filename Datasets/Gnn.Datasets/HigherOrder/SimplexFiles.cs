using System.Text;
using System.Text.Unicode;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.HigherOrder;

/// <summary>Reads the files of timestamped simplices: sizes, members, times and, where they are there, names of nodes and simplices.</summary>
internal static class SimplexFiles
{
    /// <summary>Reads a set.</summary>
    /// <param name="set">Its published name, which begins the names of its files.</param>
    /// <param name="files">The files.</param>
    /// <returns>The simplices.</returns>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static SimplexArrays Read(string set, DatasetFiles files)
    {
        int[] sizes = IntegerLines.ReadInt32(files.Scan(FileOf(set, "nverts")), "the size of a simplex", 1);
        int[] members = IntegerLines.ReadInt32(files.Scan(FileOf(set, "simplices")), "a node", 0);
        long[] times = IntegerLines.ReadInt64(files.Scan(FileOf(set, "times")), "a time");
        RequireCount(files.PathOf(FileOf(set, "simplices")), members.Length, sizes.Sum(size => (long)size), "lines for the sizes of the simplices");
        RequireCount(files.PathOf(FileOf(set, "times")), times.Length, sizes.Length, "lines, one for each simplex");
        int[] ids = PublishedIds.Number(members);
        return new SimplexArrays
        {
            Sizes = sizes,
            Members = members,
            Times = times,
            Ids = ids,
            NodeLabels = files.Has(FileOf(set, "node-labels")) ? ReadNodeLabels(files.Scan(FileOf(set, "node-labels")), ids) : null,
            SimplexLabels = files.Has(FileOf(set, "simplex-labels")) ? ReadSimplexLabels(files.Scan(FileOf(set, "simplex-labels")), sizes.Length) : null,
        };
    }

    /// <summary>The name of a file of a set.</summary>
    public static string FileOf(string set, string part) => $"{set}-{part}.txt.gz";

    // Lines "id name" in any order, for nodes that are in no simplex too.
    private static string[] ReadNodeLabels(TextScanner text, int[] ids)
    {
        string?[] labels = new string?[ids.Length];
        while (IntegerLines.NextLine(text))
        {
            int node = Array.BinarySearch(ids, text.ReadInt32("a node", 0));
            if (node >= 0)
            {
                labels[node] = labels[node] is null ? TextOf(text, text.Rest) : throw text.Bad($"expected each node once, got {ids[node]} again");
            }
        }

        int missing = Array.IndexOf(labels, null);
        return missing < 0
            ? Array.ConvertAll(labels, label => label!)
            : throw new DataFormatException(text.Path, "", $"expected a line for each node, got none for {ids[missing]}");
    }

    private static string[] ReadSimplexLabels(TextScanner text, int count)
    {
        var labels = new List<string>(count);
        while (text.NextLine())
        {
            labels.Add(TextOf(text, text.Line));
        }

        RequireCount(text.Path, labels.Count, count, "lines, one for each simplex");
        return [.. labels];
    }

    private static string TextOf(TextScanner text, ReadOnlySpan<byte> label) =>
        Utf8.IsValid(label) ? Encoding.UTF8.GetString(label.Trim(" \t"u8)) : throw text.Bad("expected a name in UTF-8, got other bytes");

    private static void RequireCount(string path, long got, long expected, string what)
    {
        if (got != expected)
        {
            throw new DataFormatException(path, "", $"expected {expected} {what}, got {got}", "A file is cut short or belongs to another set: fetch them again.");
        }
    }
}
