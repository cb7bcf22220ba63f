namespace Gnn.Datasets;

/// <summary>The data sets that can be loaded by name.</summary>
public static class DatasetCatalog
{
    /// <summary>The data sets, family by family, those built in first.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        .. BuiltIn.BuiltInEntries.All,
        .. Citation.PlanetoidSources.Entries,
        .. Networks.NetworkSources.Entries,
        .. Citation.LinqsSources.Entries,
        .. NodeSets.GnnBenchmarkSources.Entries,
        .. Heterophily.GeomGcnSources.Entries,
        .. Heterophily.HeterophilousSources.Entries,
        .. GraphClassification.TuSources.Entries,
        .. GraphClassification.GinSources.Entries,
        .. HigherOrder.CitationHypergraphSources.Entries,
        .. HigherOrder.ScholpSources.Entries,
        .. Signed.SignedSources.Entries,
        .. Temporal.TemporalSources.Entries,
        .. SpatioTemporal.SpatioTemporalSources.Entries,
        .. Knowledge.KnowledgeGraphSources.Entries,
        .. Rdf.RdfSources.Entries,
        .. Bibliography.BibliographySources.Entries,
        .. Recommendation.RecommendationSources.Entries,
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
}
