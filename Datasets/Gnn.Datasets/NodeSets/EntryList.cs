namespace Gnn.Datasets.NodeSets;

/// <summary>The data sets of a family, by name.</summary>
internal static class EntryList
{
    /// <summary>The names of data sets, in their order.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<DatasetEntry> entries) => [.. entries.Select(entry => entry.Name)];

    /// <summary>Finds a data set.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is none of them.</exception>
    public static DatasetEntry Find(this IReadOnlyList<DatasetEntry> entries, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'name' must be one of {string.Join(", ", NamesOf(entries))}, got '{name}'.", nameof(name));
    }
}
