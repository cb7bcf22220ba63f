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

    private const int LeastRowBytes = 6;
    private const int LeastTrustBytes = 4;

    private readonly int _most;
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly float[] _weights;
    private readonly int[] _truster;
    private readonly int[] _trusted;
    private int _count;
    private int _trustCount;
    private int _userCount;
    private int _itemCount;

    private LastfmReader(int interactions, int trust)
    {
        // Ids are dense: there are no more than rows.
        _most = interactions + trust;
        (_users, _items, _weights) = (new int[interactions], new int[interactions], new float[interactions]);
        (_truster, _trusted) = (new int[trust], new int[trust]);
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static Dataset Read(DatasetFiles files)
    {
        TextScanner train = files.Scan(Files[0]), test = files.Scan(Files[1]), trust = files.Scan(Files[2]);
        var reader = new LastfmReader(checked(train.MostRows(LeastRowBytes) + test.MostRows(LeastRowBytes)), trust.MostRows(LeastTrustBytes));
        reader.ReadInteractions(train);
        int trainCount = reader._count;
        reader.ReadInteractions(test);
        reader.ReadTrust(trust);
        return reader.Assemble(trainCount);
    }

    private void ReadInteractions(TextScanner scan)
    {
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            _users[_count] = ReadUser(scan);
            int item = scan.ReadInt32("an item", 1, _most);
            _itemCount = Math.Max(_itemCount, item);
            _items[_count] = item - 1;
            float weight = (float)scan.ReadNumber("a weight");
            _weights[_count++] = weight > 0 && float.IsFinite(weight) ? weight : throw scan.Bad($"expected a weight above 0, got {weight.ToString(CultureInfo.InvariantCulture)}");
            scan.EndLine();
        }
    }

    private void ReadTrust(TextScanner scan)
    {
        while (scan.NextLine())
        {
            if (scan.HasField)
            {
                _truster[_trustCount] = ReadUser(scan);
                _trusted[_trustCount++] = ReadUser(scan);
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
        using HeteroGraph bare = empty.WithEdges(Interactions.Interacts, _users.AsSpan(0, _count), _items.AsSpan(0, _count));
        using HeteroGraph weighted = bare.WithEdgeColumn(Interactions.Interacts, ColumnNames.EdgeWeights, Tensor.Create<float>(_weights.AsSpan(0, _count), _count));
        return new Dataset(weighted.WithEdges(Interactions.Trusts, _truster.AsSpan(0, _trustCount), _trusted.AsSpan(0, _trustCount)))
        {
            IndexSplits = [Interactions.SplitAt(Interactions.Interacts, trainCount, _count)],
            Names = new Dictionary<string, IReadOnlyList<string>> { [Interactions.User] = Interactions.CountedFromOne(_userCount), [Interactions.Item] = Interactions.CountedFromOne(_itemCount) },
        };
    }
}
