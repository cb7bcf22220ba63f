using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Recommendation;

/// <summary>What MovieLens-100K says of its users: age, gender and occupation.</summary>
internal sealed class MovieLensUsers
{
    private const int OldestAge = 150;

    private readonly List<int> _ages = [];
    private readonly List<string> _genders = [];
    private readonly List<string> _occupations = [];

    private MovieLensUsers()
    {
    }

    /// <summary>The number of users.</summary>
    public int Count => _ages.Count;

    /// <summary>The genders, in ordinal order.</summary>
    public IReadOnlyList<string> Genders { get; private set; } = [];

    /// <summary>The occupations, in ordinal order.</summary>
    public IReadOnlyList<string> Occupations { get; private set; } = [];

    /// <summary>Reads lines <c>number|age|gender|occupation|postal code</c>.</summary>
    /// <exception cref="DataFormatException">A line is another thing.</exception>
    public static MovieLensUsers Read(TextScanner scan)
    {
        var users = new MovieLensUsers();
        while (scan.NextLine())
        {
            if (scan.Line.IsEmpty)
            {
                continue;
            }

            scan.ReadInt32("a user's number, which counts from 1 line by line", users.Count + 1, users.Count + 1);
            users._ages.Add(scan.ReadInt32("an age in years", 0, OldestAge));
            users._genders.Add(Encoding.Latin1.GetString(scan.ReadField("a gender")));
            users._occupations.Add(Encoding.Latin1.GetString(scan.ReadField("an occupation")));
            _ = scan.ReadField("a postal code");
            scan.EndLine();
        }

        users.Genders = [.. users._genders.Distinct().Order(StringComparer.Ordinal)];
        users.Occupations = [.. users._occupations.Distinct().Order(StringComparer.Ordinal)];
        return users;
    }

    /// <summary>A graph with the node columns <c>age</c>, <c>gender</c> and <c>occupation</c>, Int32 <c>[N]</c>.</summary>
    public HeteroGraph AddTo(HeteroGraph graph, string type)
    {
        using HeteroGraph aged = graph.WithNodeColumn(type, "age", Tensor.Create<int>([.. _ages], Count));
        using HeteroGraph gendered = aged.WithNodeColumn(type, "gender", Tensor.Create<int>(NumbersOf(_genders, Genders), Count));
        return gendered.WithNodeColumn(type, "occupation", Tensor.Create<int>(NumbersOf(_occupations, Occupations), Count));
    }

    private static int[] NumbersOf(List<string> values, IReadOnlyList<string> names)
    {
        Dictionary<string, int> numbers = names.Select((name, number) => (name, number)).ToDictionary();
        return [.. values.Select(value => numbers[value])];
    }
}
