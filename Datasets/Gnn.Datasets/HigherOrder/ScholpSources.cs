using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.HigherOrder;

/// <summary>The timestamped simplices of ScHoLP.</summary>
internal static class ScholpSources
{
    private const string Address = "https://github.com/arbenson/ScHoLP-Data/raw/master/";

    private static readonly string[] Core = ["nverts", "simplices", "times"];
    private static readonly string[] Labelled = [.. Core, "node-labels"];

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry("email-enron", "email-Enron", "Enron: senders and receivers of e-mails, times in ms", new DatasetSize(143, 10883), Labelled,
            "9a5e59ed0cbcc3b8b8f55ddb06f6c44a52f097ad145df9e567e41117b766ba3b"),
        Entry("contact-high-school", "contact-high-school", "A high school: pupils in contact, times in s", new DatasetSize(327, 172035), Core,
            "08cba1355bbece84fb3b4e81ec29553a2764f863e47cf86e31a93b4cefeb0c97"),
        Entry("contact-primary-school", "contact-primary-school", "A primary school: people in contact, times in s", new DatasetSize(242, 106879), Core, null),
        Entry("ndc-classes", "NDC-classes", "Drugs: the classes that each is labelled with", new DatasetSize(1161, 49724), [.. Labelled, "simplex-labels"], null),
        Entry("congress-bills", "congress-bills", "United States Congress: sponsors of bills, times in days", new DatasetSize(1718, 260851), Labelled,
            "3e5a03c92be66469799e5baad2458602070a067c02e5d9b8b19b11fdf4100854"),
    ];

    /// <summary>Reads a set.</summary>
    /// <param name="set">Its published name.</param>
    /// <param name="files">Its files.</param>
    public static Dataset Read(string set, DatasetFiles files)
    {
        SimplexArrays data = SimplexFiles.Read(set, files);
        string[] ids = Array.ConvertAll(data.Ids, id => id.ToString(CultureInfo.InvariantCulture));
        var names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = data.NodeLabels ?? ids };
        if (data.NodeLabels is not null)
        {
            names["id"] = ids;
        }

        if (data.SimplexLabels is not null)
        {
            names["hyperedge"] = data.SimplexLabels;
        }

        return new Dataset(Assemble(data, files.PathOf(SimplexFiles.FileOf(set, "simplices")))) { Names = names };
    }

    // The members are in the order of the simplices already: they are sorted where they lie.
    private static Hypergraph Assemble(SimplexArrays data, string path)
    {
        int[] pointers = new int[data.Sizes.Length + 1];
        for (int simplex = 0; simplex < data.Sizes.Length; simplex++)
        {
            pointers[simplex + 1] = pointers[simplex] + data.Sizes[simplex];
            Span<int> members = data.Members.AsSpan(pointers[simplex], data.Sizes[simplex]);
            members.Sort();
            for (int i = 1; i < members.Length; i++)
            {
                if (members[i] == members[i - 1])
                {
                    throw new DataFormatException(path, "", $"expected simplices of distinct nodes, got simplex {simplex} with node {data.Ids[members[i]]} twice");
                }
            }
        }

        using Hypergraph bare = Hypergraph.FromStructure(SparseStructure.FromRows(data.Ids.Length, pointers, data.Members));
        return bare.WithHyperedgeColumn(ColumnNames.Times, Tensor.Create(data.Times, data.Times.Length));
    }

    private static DatasetEntry Entry(string name, string set, string title, DatasetSize size, string[] parts, string? hash) =>
        new(name, files => Read(set, files), Files(set, parts))
        {
            Title = title,
            Task = DatasetTask.HyperedgePrediction,
            Size = size,
            ContentHash = hash,
            Source = "https://github.com/arbenson/ScHoLP-Data",
            Licence = "none stated",
            Citation = "Benson, Abebe, Schaub, Jadbabaie, Kleinberg, Simplicial closure and higher-order link prediction, 2018",
        };

    private static RemoteFile[] Files(string set, string[] parts) => Array.ConvertAll(parts, part =>
    {
        string name = SimplexFiles.FileOf(set, part);
        (long? length, string? sha256) = HigherOrderDigests.Of(set, name);
        return new RemoteFile("scholp/" + set, name, new Uri($"{Address}{set}/{name}"), length, sha256);
    });
}
