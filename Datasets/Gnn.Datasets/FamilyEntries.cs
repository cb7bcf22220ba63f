namespace Gnn.Datasets;

/// <summary>Finds a data set among those of a family.</summary>
internal static class FamilyEntries
{
    /// <summary>The names of a family's data sets.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<DatasetEntry> entries) => [.. entries.Select(entry => entry.Name)];

    /// <summary>Finds a data set of a family.</summary>
    /// <param name="entries">The family's data sets.</param>
    /// <param name="name">The name, in either case.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is none of them.</exception>
    public static DatasetEntry Find(this IReadOnlyList<DatasetEntry> entries, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'name' must be one of {string.Join(", ", NamesOf(entries))}, got '{name}'.", nameof(name));
    }
}
