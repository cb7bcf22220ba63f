using Gnn.Graphs;

namespace Gnn.Datasets.BuiltIn;

/// <summary>The data sets that need no files.</summary>
internal static class BuiltInEntries
{
    private const string BuiltIn = "built in";
    private const string Facts = "facts from the paper";

    public static IReadOnlyList<DatasetEntry> All { get; } =
    [
        new DatasetEntry("karate", _ => new Dataset(KarateClub.Load().Graph))
        {
            Title = "Zachary's karate club: members, friendships, and the side that each took",
            Size = new DatasetSize(34, 156, 34, 2),
            Source = BuiltIn,
            Licence = Facts,
            Citation = "Zachary, An information flow model for conflict and fission in small groups, 1977",
            Protocol = KarateClub.DrawSplit,
        },
        new DatasetEntry("southern-women", _ => new Dataset(SouthernWomen.Load()) { Names = NamesOf("node", SouthernWomen.Women) })
        {
            Title = "Davis's southern women: the events that they attended are the hyperedges",
            Task = DatasetTask.HyperedgePrediction,
            Size = new DatasetSize(18, 14),
            Source = BuiltIn,
            Licence = Facts,
            Citation = "Davis, Gardner, Gardner, Deep South: a social anthropological study of caste and class, 1941",
        },
        new DatasetEntry("les-miserables", _ => new Dataset(LesMiserables.Load()) { Names = NamesOf("node", LesMiserables.Characters) })
        {
            Title = "Les Miserables: characters and how often they appear together",
            Task = DatasetTask.LinkPrediction,
            Size = new DatasetSize(77, 508, 77),
            Source = BuiltIn,
            Licence = Facts,
            Citation = "Knuth, The Stanford GraphBase: a platform for combinatorial computing, 1993",
        },
    ];

    private static Dictionary<string, IReadOnlyList<string>> NamesOf(string kind, IReadOnlyList<string> names) => new() { [kind] = names };
}
