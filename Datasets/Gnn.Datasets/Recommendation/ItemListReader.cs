using System.Text.Unicode;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Recommendation;

/// <summary>Reads the files of NGCF: the published ids of users and items, and for each user a line of the items chosen.</summary>
internal static class ItemListReader
{
    /// <summary>The files.</summary>
    public static readonly IReadOnlyList<string> Files = ["train.txt", "test.txt", "user_list.txt", "item_list.txt"];

    private const int ItemBits = 32;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(DatasetFiles files)
    {
        IdMap users = ReadIds(files.Scan("user_list.txt"), Interactions.User);
        IdMap items = ReadIds(files.Scan("item_list.txt"), Interactions.Item);
        long[] train = ReadPairs(files.Read("train.txt"), files.PathOf("train.txt"), users.Count, items.Count);
        long[] test = ReadPairs(files.Read("test.txt"), files.PathOf("test.txt"), users.Count, items.Count);
        int[] sources = new int[train.Length + test.Length];
        int[] targets = new int[sources.Length];
        Separate(train, sources, targets);
        Separate(test, sources.AsSpan(train.Length), targets.AsSpan(train.Length));

        using HeteroGraph empty = HeteroGraph.Create((Interactions.User, users.Count), (Interactions.Item, items.Count));
        return new Dataset(empty.WithEdges(Interactions.Interacts, sources, targets))
        {
            IndexSplits = [Interactions.SplitAt(Interactions.Interacts, train.Length, sources.Length)],
            Names = new Dictionary<string, IReadOnlyList<string>> { [Interactions.User] = users, [Interactions.Item] = items },
        };
    }

    // Lines "org_id remap_id" under a header of these words; the second counts from 0.
    private static IdMap ReadIds(TextScanner scan, string what)
    {
        scan.RequireLine("the header 'org_id remap_id'");
        if (!scan.ReadField("org_id").SequenceEqual("org_id"u8) || !scan.ReadField("remap_id").SequenceEqual("remap_id"u8))
        {
            throw scan.Bad($"expected the header 'org_id remap_id', got '{TextScanner.Show(scan.Line)}'");
        }

        var ids = new IdTable();
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            int number = ids.Count;
            ReadOnlySpan<byte> id = scan.ReadField($"the id of a {what}");
            if (id.Length > IdMap.MaxIdBytes || !Utf8.IsValid(id) || ids.GetOrAdd(id) != number)
            {
                throw scan.Bad($"expected the id of a {what} in UTF-8, at most {IdMap.MaxIdBytes} bytes and listed once, got '{TextScanner.Show(id)}'");
            }

            scan.ReadInt32($"the number of the {what}, which counts from 0 line by line", number, number);
            scan.EndLine();
        }

        return new IdMap(ids);
    }

    // Lines "user item item ...", as pairs in ascending order: in which order a user's items are listed differs among copies and means nothing.
    private static long[] ReadPairs(byte[] text, string path, int users, int items)
    {
        var pairs = new long[text.AsSpan().Count((byte)' ') + text.AsSpan().Count((byte)'\t')];
        int count = 0;
        bool isAscending = true;
        var scan = new TextScanner(text, path);
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            long user = (long)scan.ReadInt32("a user", 0, users - 1) << ItemBits;
            while (scan.HasField)
            {
                pairs[count] = user | (uint)scan.ReadInt32("an item", 0, items - 1);
                isAscending &= count == 0 || pairs[count - 1] <= pairs[count];
                count++;
            }
        }

        if (!isAscending)
        {
            pairs.AsSpan(0, count).Sort();
        }

        return pairs[..count];
    }

    private static void Separate(long[] pairs, Span<int> users, Span<int> items)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            (users[i], items[i]) = ((int)(pairs[i] >> ItemBits), (int)pairs[i]);
        }
    }
}
