using System.Buffers.Text;
using Gnn.Datasets.Tables;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;

namespace Gnn.Datasets.Recommendation;

/// <summary>What the data sets of recommendation have in common: users, items and edges between them, those that train first.</summary>
internal static class Interactions
{
    private const int LongestId = 11;

    public const string User = "user";
    public const string Item = "item";

    /// <summary>Users who chose items, with or without a weight.</summary>
    public static readonly EdgeType Interacts = new(User, "interacts", Item);

    /// <summary>Users who rated items.</summary>
    public static readonly EdgeType Rates = new(User, "rates", Item);

    /// <summary>Users who trust users.</summary>
    public static readonly EdgeType Trusts = new(User, "trusts", User);

    /// <summary>The split of edges of a type of which the first train and the rest test.</summary>
    public static IndexSplit SplitAt(EdgeType type, int trainCount, int count) => IndexSplit.AtPlaces("public", $"{type} edge", count, trainCount, trainCount);

    /// <summary>Published ids that count from 1.</summary>
    public static IdMap CountedFromOne(int count)
    {
        Span<byte> text = stackalloc byte[LongestId];
        Utf8Formatter.TryFormat(count, text, out int longest);
        var table = new IdTable(count, (longest + 1L) * count);
        for (int id = 1; id <= count; id++)
        {
            Utf8Formatter.TryFormat(id, text, out int length);
            table.GetOrAdd(text[..length]);
        }

        return new IdMap(table);
    }
}
