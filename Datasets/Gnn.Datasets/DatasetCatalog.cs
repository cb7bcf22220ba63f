namespace Gnn.Datasets;

/// <summary>The data sets that can be loaded by name.</summary>
public static class DatasetCatalog
{
    private const string PlanetoidSource = "https://github.com/kimiyoung/planetoid";
    private const string PlanetoidLicence = "MIT (repository)";
    private const string PlanetoidCitation =
        "Yang, Cohen, Salakhutdinov, Revisiting semi-supervised learning with graph embeddings, 2016; "
        + "Sen et al., Collective classification in network data, 2008";

    /// <summary>The data sets, the built-in one first.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry("karate", (_, random, engine) => KarateClub.Load(random, engine))
        {
            Title = "Zachary's karate club: 34 members, 78 friendships, 2 sides",
            Source = "built in",
            Licence = "facts from the paper",
            Citation = "Zachary, An information flow model for conflict and fission in small groups, 1977",
        },
        Citations("cora", "Cora: 2708 articles on machine learning, 5278 citations, 7 fields"),
        Citations("citeseer", "Citeseer: 3327 articles on computer science, 4552 citations, 6 fields"),
        Citations("pubmed", "Pubmed: 19717 articles on diabetes, 44324 citations, 3 kinds"),
    ];

    /// <summary>The names of the data sets, in the order of <see cref="Entries"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>Finds a data set.</summary>
    /// <param name="name">Its name, in either case.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">There is no such data set; the message lists those there are.</exception>
    public static DatasetEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no data set '{name}': choose one of {string.Join(", ", Names)}.", nameof(name));
    }

    private static DatasetEntry Citations(string name, string title) => new(name, (root, _, engine) => Planetoid.Load(name, root, engine))
    {
        Title = title,
        Source = PlanetoidSource,
        Licence = PlanetoidLicence,
        Citation = PlanetoidCitation,
    };
}
