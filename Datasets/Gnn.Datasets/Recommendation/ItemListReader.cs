using System.Text.Unicode;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Datasets.Recommendation;

/// <summary>Reads the files of NGCF: the published ids of users and items, and for each user a line of the items chosen.</summary>
internal static class ItemListReader
{
    /// <summary>The files.</summary>
    public static readonly IReadOnlyList<string> Files = ["train.txt", "test.txt", "user_list.txt", "item_list.txt"];

    private const int LeastIdBytes = 4;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(DatasetFiles files)
    {
        IdMap users = ReadIds(files.Scan("user_list.txt"), Interactions.User);
        IdMap items = ReadIds(files.Scan("item_list.txt"), Interactions.Item);
        TextScanner trainText = files.Scan("train.txt"), testText = files.Scan("test.txt");
        int train = CountPairs(trainText.FromStart()), count = checked(train + CountPairs(testText.FromStart()));
        var (sources, targets) = (new NativeArray<int>(count), new NativeArray<int>(count));
        try
        {
            ReadPairs(trainText, users.Count, items.Count, sources.Span(0, train), targets.Span(0, train));
            ReadPairs(testText, users.Count, items.Count, sources.Span(train, count - train), targets.Span(train, count - train));
        }
        catch
        {
            sources.Dispose();
            targets.Dispose();
            throw;
        }

        using HeteroGraph empty = HeteroGraph.Create((Interactions.User, users.Count), (Interactions.Item, items.Count));
        return new Dataset(empty.WithEdges(Interactions.Interacts, new EdgeList(users.Count, items.Count, sources, targets)))
        {
            IndexSplits = [Interactions.SplitAt(Interactions.Interacts, train, count)],
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

        var ids = new IdTable(scan.MostRows(LeastIdBytes));
        (string id, string number) = ($"the id of a {what}", $"the number of the {what}, which counts from 0 line by line");
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            int next = ids.Count;
            ReadOnlySpan<byte> field = scan.ReadField(id);
            if (field.Length > IdMap.MaxIdBytes || !Utf8.IsValid(field) || ids.GetOrAdd(field) != next)
            {
                throw scan.Bad($"expected {id} in UTF-8, at most {IdMap.MaxIdBytes} bytes and listed once, got '{TextScanner.Show(field)}'");
            }

            scan.ReadInt32(number, next, next);
            scan.EndLine();
        }

        return new IdMap(ids);
    }

    // Lines "user item item ...": the items.
    private static int CountPairs(TextScanner scan)
    {
        int count = scan.CountFields();
        while (scan.NextLine())
        {
            count -= scan.HasField ? 1 : 0;
        }

        return count;
    }

    // In ascending order of users and then items: in which order a user's items are listed differs among copies and means nothing.
    private static void ReadPairs(TextScanner scan, int users, int items, Span<int> sources, Span<int> targets)
    {
        int count = 0;
        bool isAscending = true;
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            int user = scan.ReadInt32("a user", 0, users - 1);
            for (; scan.HasField; count++)
            {
                (sources[count], targets[count]) = (user, scan.ReadInt32("an item", 0, items - 1));
                isAscending &= count == 0 || sources[count - 1] < user || (sources[count - 1] == user && targets[count - 1] <= targets[count]);
            }
        }

        if (isAscending)
        {
            return;
        }

        sources.Sort(targets);
        for (int start = 0, end; start < count; start = end)
        {
            for (end = start + 1; end < count && sources[end] == sources[start]; end++)
            {
            }

            targets[start..end].Sort();
        }
    }
}
