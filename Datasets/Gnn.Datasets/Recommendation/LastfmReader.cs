using System.Globalization;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Recommendation;

/// <summary>Reads LastFM as LightGCN has it: user, artist and count in two files, and who trusts whom in a third; ids count from 1.</summary>
internal sealed class LastfmReader
{
    /// <summary>The files.</summary>
    public static readonly IReadOnlyList<string> Files = ["data1.txt", "test1.txt", "trustnetwork.txt"];

    private readonly int _most;
    private readonly List<int> _users = [];
    private readonly List<int> _items = [];
    private readonly List<float> _weights = [];
    private readonly List<int> _truster = [];
    private readonly List<int> _trusted = [];
    private int _userCount;
    private int _itemCount;

    private LastfmReader(int most) => _most = most;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static Dataset Read(DatasetFiles files)
    {
        // Ids are dense: there are no more than rows.
        byte[][] texts = [.. Files.Select(files.Read)];
        var reader = new LastfmReader(texts.Sum(text => text.AsSpan().Count((byte)'\n') + 1));
        reader.ReadInteractions(Scan(0));
        int trainCount = reader._users.Count;
        reader.ReadInteractions(Scan(1));
        reader.ReadTrust(Scan(2));
        return reader.Assemble(trainCount);

        TextScanner Scan(int file) => new(texts[file], files.PathOf(Files[file]));
    }

    private void ReadInteractions(TextScanner scan)
    {
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            _users.Add(ReadUser(scan));
            int item = scan.ReadInt32("an item", 1, _most);
            _itemCount = Math.Max(_itemCount, item);
            _items.Add(item - 1);
            float weight = (float)scan.ReadNumber("a weight");
            _weights.Add(weight > 0 && float.IsFinite(weight) ? weight : throw scan.Bad($"expected a weight above 0, got {weight.ToString(CultureInfo.InvariantCulture)}"));
            scan.EndLine();
        }
    }

    private void ReadTrust(TextScanner scan)
    {
        while (scan.NextLine())
        {
            if (scan.HasField)
            {
                _truster.Add(ReadUser(scan));
                _trusted.Add(ReadUser(scan));
                scan.EndLine();
            }
        }
    }

    private int ReadUser(TextScanner scan)
    {
        int user = scan.ReadInt32("a user", 1, _most);
        _userCount = Math.Max(_userCount, user);
        return user - 1;
    }

    private Dataset Assemble(int trainCount)
    {
        using HeteroGraph empty = HeteroGraph.Create((Interactions.User, _userCount), (Interactions.Item, _itemCount));
        using HeteroGraph bare = empty.WithEdges(Interactions.Interacts, [.. _users], [.. _items]);
        using HeteroGraph weighted = bare.WithEdgeColumn(Interactions.Interacts, ColumnNames.EdgeWeights, Tensor.Create<float>([.. _weights], _weights.Count));
        return new Dataset(weighted.WithEdges(Interactions.Trusts, [.. _truster], [.. _trusted]))
        {
            IndexSplits = [Interactions.SplitAt(Interactions.Interacts, trainCount, _users.Count)],
            Names = new Dictionary<string, IReadOnlyList<string>> { [Interactions.User] = Interactions.CountedFromOne(_userCount), [Interactions.Item] = Interactions.CountedFromOne(_itemCount) },
        };
    }
}
