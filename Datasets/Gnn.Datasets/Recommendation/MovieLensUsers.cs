using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Recommendation;

/// <summary>What MovieLens-100K says of its users: age, gender and occupation.</summary>
internal sealed class MovieLensUsers
{
    private const int OldestAge = 150;

    private const int LeastRowBytes = 7;

    private readonly int[] _ages;
    private readonly int[] _genders;
    private readonly int[] _occupations;

    private MovieLensUsers(int most) => (_ages, _genders, _occupations) = (new int[most], new int[most], new int[most]);

    /// <summary>The number of users.</summary>
    public int Count { get; private set; }

    /// <summary>The genders, in ordinal order.</summary>
    public IReadOnlyList<string> Genders { get; private set; } = [];

    /// <summary>The occupations, in ordinal order.</summary>
    public IReadOnlyList<string> Occupations { get; private set; } = [];

    /// <summary>Reads lines <c>number|age|gender|occupation|postal code</c>.</summary>
    /// <exception cref="DataFormatException">A line is another thing.</exception>
    public static MovieLensUsers Read(TextScanner scan)
    {
        var users = new MovieLensUsers(scan.MostRows(LeastRowBytes));
        IdTable genders = new(), occupations = new();
        while (scan.NextLine())
        {
            if (scan.Line.IsEmpty)
            {
                continue;
            }

            scan.ReadInt32("a user's number, which counts from 1 line by line", users.Count + 1, users.Count + 1);
            users._ages[users.Count] = scan.ReadInt32("an age in years", 0, OldestAge);
            users._genders[users.Count] = ReadName(scan, "a gender", genders);
            users._occupations[users.Count] = ReadName(scan, "an occupation", occupations);
            users.Count++;
            _ = scan.ReadField("a postal code");
            scan.EndLine();
        }

        users.Genders = Sort(genders, users._genders.AsSpan(0, users.Count));
        users.Occupations = Sort(occupations, users._occupations.AsSpan(0, users.Count));
        return users;
    }

    /// <summary>A graph with the node columns <c>age</c>, <c>gender</c> and <c>occupation</c>, Int32 <c>[N]</c>.</summary>
    public HeteroGraph AddTo(HeteroGraph graph, string type)
    {
        using HeteroGraph aged = graph.WithNodeColumn(type, "age", Tensor.Create<int>(_ages.AsSpan(0, Count), Count));
        using HeteroGraph gendered = aged.WithNodeColumn(type, "gender", Tensor.Create<int>(_genders.AsSpan(0, Count), Count));
        return gendered.WithNodeColumn(type, "occupation", Tensor.Create<int>(_occupations.AsSpan(0, Count), Count));
    }

    // Names are Latin-1, whose bytes are kept as they are.
    private static int ReadName(TextScanner scan, string what, IdTable names)
    {
        ReadOnlySpan<byte> name = scan.ReadField(what);
        return name.Length <= IdTable.MaxIdBytes
            ? names.GetOrAdd(name)
            : throw scan.Bad($"expected {what} of at most {IdTable.MaxIdBytes} bytes, got '{TextScanner.Show(name)}'");
    }

    // Names in ordinal order; the numbers, which are those of the order in which names came, follow them.
    private static string[] Sort(IdTable table, Span<int> numbers)
    {
        string[] names = new string[table.Count];
        int[] order = new int[table.Count], ranks = new int[table.Count];
        for (int i = 0; i < names.Length; i++)
        {
            (names[i], order[i]) = (Encoding.Latin1.GetString(table.Utf8(i)), i);
        }

        Array.Sort(names, order, StringComparer.Ordinal);
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        foreach (ref int number in numbers)
        {
            number = ranks[number];
        }

        return names;
    }
}
